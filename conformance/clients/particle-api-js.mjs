// Particle's own JavaScript client, unmodified, as an operator of a running server. Says each step
// that went as it must, and ends with 1 at the first that did not.
//
//   FIRMAMENT_URL, FIRMAMENT_USER, FIRMAMENT_PASSWORD   where to log in
//   FIRMAMENT_PRODUCT, FIRMAMENT_DEVICE                 a product, and its device, which is online
//   FIRMAMENT_BUSY_DEVICE                               another one, which has disabled updates for good
//   FIRMAMENT_FIRMWARE                                  a file that is version 2
//   FIRMAMENT_QUIET_SECONDS                             how long an event stream stays without events
//   PARTICLE_API_JS                                     the folder that the client is installed in
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { step, until } from './steps.mjs';

const env = process.env;
const require = createRequire(join(env.PARTICLE_API_JS, 'package.json'));
const Particle = require('particle-api-js');

const product = env.FIRMAMENT_PRODUCT;
const deviceId = env.FIRMAMENT_DEVICE;
const busyId = env.FIRMAMENT_BUSY_DEVICE;

let particle = new Particle({ baseUrl: env.FIRMAMENT_URL });

/** Expects a refusal that the client understands. */
async function refused(promise, status, words) {
  const error = await promise.then(
    answer => assert.fail(`expected ${status}, but got ${JSON.stringify(answer.body)}`),
    e => e,
  );
  assert.equal(error.statusCode, status, error.stack);
  assert.match(error.message, words);
  assert.equal(error.body.ok, false);
}

const device = async (id = deviceId) =>
  (await particle.getDevice({ deviceId: id, product })).body;

await step('login: a wrong password is refused', () =>
  refused(
    particle.login({ username: env.FIRMAMENT_USER, password: 'certainly not' }),
    400,
    /do not belong together/,
  ));

await step('login', async () => {
  const { body } = await particle.login({
    username: env.FIRMAMENT_USER,
    password: env.FIRMAMENT_PASSWORD,
  });
  assert.equal(body.token_type, 'bearer');
  assert.ok(body.access_token);
  particle = new Particle({ baseUrl: env.FIRMAMENT_URL, auth: body.access_token });
});

await step('getUserInfo', async () => {
  assert.equal((await particle.getUserInfo({})).body.username, env.FIRMAMENT_USER);
});

const seen = [];
let stream;
let reconnects = 0;

await step('getEventStream: subscribe', async () => {
  stream = await particle.getEventStream({ product });
  stream.on('event', event => seen.push(event));
  stream.on('reconnect', () => reconnects++);
});
const heard = name => seen.filter(event => event.name === name);

await step('listProducts, getProduct', async () => {
  const { body } = await particle.listProducts({});
  assert.ok(body.products.some(p => p.slug === product));
  const one = await particle.getProduct({ product });
  assert.equal(one.body.product.slug, product);
  await refused(particle.getProduct({ product: 'nothing' }), 404, /no product/);
});

await step('listDevices: a bare array, and pages of a product', async () => {
  assert.ok((await particle.listDevices({})).body.some(d => d.id === deviceId));
  const { body } = await particle.listDevices({
    product,
    deviceId,
    sortAttr: 'deviceName',
    sortDir: 'desc',
    page: 1,
    perPage: 5,
  });
  assert.deepEqual(body.devices.map(d => d.id), [deviceId]);
  assert.deepEqual(body.customers, []);
  assert.equal(body.meta.total_pages, 1);
});

await step('getDevice, alone and in its product', async () => {
  await until('the device is online', async () => (await device()).online);
  const alone = await particle.getDevice({ deviceId });
  assert.equal(alone.body.id, deviceId);
  assert.equal(alone.body.connected, true);
});

await step('claimDevice, removeDeviceOwner', async () => {
  assert.equal((await particle.claimDevice({ deviceId })).body.ok, true);
  assert.equal((await device()).owner, env.FIRMAMENT_USER);
  assert.equal((await particle.removeDeviceOwner({ deviceId, product })).body.ok, true);
});

await step('renameDevice, setDeviceNotes, signalDevice', async () => {
  const name = await particle.renameDevice({ deviceId, product, name: 'in the kitchen' });
  assert.equal(name.body.name, 'in the kitchen');
  assert.ok(name.body.updated_at);
  await particle.setDeviceNotes({ deviceId, product, notes: 'beside the oven' });
  assert.equal((await device()).notes, 'beside the oven');
  const byName = await particle.getDevice({ deviceId: encodeURIComponent('in the kitchen') });
  assert.equal(byName.body.id, deviceId);
  const signal = await particle.signalDevice({ deviceId, signal: true });
  assert.equal(signal.body.signaling, false, 'it has no light');
});

await step('ping', async () => {
  const uri = `${particle.deviceUri({ deviceId, product })}/ping`;
  const { body } = await particle.put({ uri });
  assert.deepEqual(body, { online: true, ok: true });
});

await step('listWebhooks, listIntegrations: there are none', async () => {
  assert.deepEqual((await particle.listWebhooks({ product })).body, []);
  assert.deepEqual((await particle.listIntegrations({})).body, []);
});

await step('getVariable, callFunction: there are none, and the client understands that', async () => {
  await refused(particle.getVariable({ deviceId, name: 'temp' }), 404, /no variable/);
  await refused(
    particle.callFunction({ deviceId, product, name: 'led', argument: 'on' }),
    404,
    /no function/,
  );
});

await step('addDeviceToProduct: by id and by file; removeDevice', async () => {
  const ids = [1, 2, 3].map(n => String(n).padStart(24, 'f'));
  const one = await particle.addDeviceToProduct({ product, deviceId: ids[0] });
  assert.deepEqual(one.body.updatedDeviceIds, [ids[0]]);
  const file = join(tmpdir(), `firmament-ids-${process.pid}.txt`);
  await writeFile(file, `${ids[0]}\n${ids[1]}\nnonsense\n`);
  const more = await particle.addDeviceToProduct({ product, file });
  assert.deepEqual(more.body.updatedDeviceIds, [ids[1]]);
  assert.deepEqual(more.body.existingDeviceIds, [ids[0]]);
  assert.deepEqual(more.body.invalidDeviceIds, ['nonsense']);
  const buffer = await particle.addDeviceToProduct({ product, file: Buffer.from(ids[2]) });
  assert.deepEqual(buffer.body.updatedDeviceIds, [ids[2]]);
  assert.equal((await particle.removeDevice({ product, deviceId: ids[0] })).statusCode, 204);
  assert.equal(
    (await particle.removeDevice({ product, deviceId: ids[1], deny: true })).statusCode,
    204,
  );
  await refused(particle.getDevice({ deviceId: ids[0] }), 404, /no device/);
  assert.equal((await particle.getDevice({ deviceId: ids[1] })).body.denied, true);
});

await step('groups: created, put on a device, listed, edited, deleted', async () => {
  const uri = `/v1/products/${product}/groups`;
  const made = await particle.post({ uri, data: { name: 'field', color: '#ff0000' } });
  assert.equal(made.statusCode, 201);
  const batch = {
    uri: `/v1/products/${product}/devices`,
    data: { action: 'groups', devices: [deviceId], metadata: { add: ['field', 'wet'] } },
  };
  assert.equal((await particle.put(batch)).body.ok, true);
  assert.deepEqual((await device()).groups, ['field', 'wet']);
  const found = await particle.listDevices({ product, groups: ['field', 'other'] });
  assert.deepEqual(found.body.devices.map(d => d.id), [deviceId]);
  await particle.put({ uri: `${uri}/wet`, data: { name: 'damp' } });
  const { body } = await particle.get({ uri, query: { name: 'am' } });
  assert.deepEqual(body.groups.map(g => [g.name, g.device_count]), [['damp', 1]]);
  assert.equal((await particle.delete({ uri: `${uri}/damp` })).statusCode, 204);
});

await step('markAsDevelopmentDevice and back', async () => {
  const on = await particle.markAsDevelopmentDevice({ deviceId, product, development: true });
  assert.equal(on.body.development, true);
  await particle.markAsDevelopmentDevice({ deviceId, product, development: false });
  assert.equal((await device()).development, false);
});

await step('uploadProductFirmware: by path, chunked, the file first', async () => {
  const { body, statusCode } = await particle.uploadProductFirmware({
    product,
    file: env.FIRMAMENT_FIRMWARE,
    version: 2,
    title: 'Second',
    description: 'with "quotes"',
  });
  assert.equal(statusCode, 201);
  assert.equal(body.version, 2);
  assert.equal(body.title, 'Second');
  assert.equal(body.product_default, false);
  assert.equal(body.current, false);
});

await step('listProductFirmware, getProductFirmware, downloadProductFirmware', async () => {
  const list = await particle.listProductFirmware({ product });
  assert.deepEqual(list.body.map(f => f.version), [2]);
  const one = await particle.getProductFirmware({ product, version: 2 });
  assert.equal(one.body.description, 'with "quotes"');
  const binary = await particle.downloadProductFirmware({ product, version: 2 });
  assert.ok(Buffer.from(binary).equals(await readFile(env.FIRMAMENT_FIRMWARE)));
});

await step('updateProductFirmware, and a version deleted before its first release', async () => {
  const { body } = await particle.updateProductFirmware({
    product,
    version: 2,
    title: 'The second',
  });
  assert.equal(body.title, 'The second');
  assert.equal(body.description, 'with "quotes"');
  await particle.uploadProductFirmware({
    product,
    file: Buffer.from('a third image'),
    version: 3,
    title: 'Third',
  });
  const uri = `/v1/products/${product}/firmware/3`;
  assert.equal((await particle.delete({ uri })).statusCode, 204);
  await refused(particle.getProductFirmware({ product, version: 3 }), 404, /no version 3/);
});

await step('compileCode: refused with a word on what to send', () =>
  refused(
    particle.compileCode({ files: { 'app.ino': Buffer.from('void setup() {}') }, platformId: 13 }),
    400,
    /not compiled here/,
  ));

await step('releaseProductFirmware: not before it runs on a device', () =>
  refused(
    particle.releaseProductFirmware({ product, version: 2, product_default: true, groups: [] }),
    409,
    /runs on no device/,
  ));

await step('lockDeviceProductFirmware with flash, and its events', async () => {
  const { body } = await particle.lockDeviceProductFirmware({
    deviceId,
    product,
    desiredFirmwareVersion: 2,
    flash: true,
  });
  assert.equal(body.desired_firmware_version, 2);
  await until('version 2 runs', async () => (await device()).firmware_version === 2);
  await until('the flash is told', async () => heard('spark/flash/status').length >= 2);
  const told = heard('spark/flash/status').map(event => event.data);
  assert.deepEqual(told.slice(0, 2), ['started ', 'success ']);
  assert.equal(heard('spark/flash/status')[0].coreid, deviceId);
});

await step('unlockDeviceProductFirmware', async () => {
  const { body } = await particle.unlockDeviceProductFirmware({ deviceId, product });
  assert.equal(body.desired_firmware_version, null);
  assert.equal((await device()).desired_firmware_version, null);
});

await step('releaseProductFirmware: to a group, and to all', async () => {
  const group = await particle.releaseProductFirmware({
    product,
    version: 2,
    groups: ['field'],
    product_default: false,
    intelligent: false,
  });
  assert.deepEqual(group.body.groups, ['field']);
  const all = await particle.releaseProductFirmware({
    product,
    version: 2,
    product_default: true,
    groups: [],
    intelligent: false,
  });
  assert.equal(all.body.product_default, true);
  const { body } = await particle.listProductFirmware({ product });
  assert.equal(body[0].product_default, true);
  assert.deepEqual(body[0].groups, ['field']);
  assert.equal(body[0].device_count, 1);
  await until('the release is told', () => heard('particle/firmware/release').length > 0);
});

const heardOf = (id, name) => heard(name).filter(event => event.coreid === id);

/** Firmware that is no release: it says no version, and so is 0. */
const image = seed => Buffer.from(Array.from({ length: 6_000 }, (_, i) => (i * seed) % 251));
async function file(seed) {
  const path = join(tmpdir(), `firmament-flash-${process.pid}-${seed}.bin`);
  await writeFile(path, image(seed));
  return path;
}

for (const [way, content] of [
  ['by path, chunked', await file(3)],
  ['from a buffer', image(5)],
]) {
  await step(`flashDevice ${way}: the device is put back to its release`, async () => {
    const before = heardOf(deviceId, 'spark/flash/status').length;
    const files = { 'app.bin': content };
    const { body } = await particle.flashDevice({ deviceId, product, files });
    assert.equal(body.id, deviceId);
    assert.equal(body.status, 'Update started');
    await until('flashed, and back', () => {
      const told = heardOf(deviceId, 'spark/flash/status').slice(before);
      return told.filter(event => event.data === 'success ').length >= 2;
    });
    await until('the release runs', async () => {
      const { firmware_version, update } = await device();
      return firmware_version === 2 && update.phase === 'updated';
    });
    const told = heardOf(deviceId, 'spark/flash/status').slice(before).map(event => event.data);
    assert.deepEqual(told, ['started ', 'success ', 'started ', 'success ']);
  });
}

await step('flashDevice: sources are refused', () =>
  refused(
    particle.flashDevice({ deviceId, product, files: { 'app.ino': Buffer.from('int a;') } }),
    400,
    /not compiled here/,
  ));

await step('force: a device that has disabled updates is flashed, and keeps it in development', async () => {
  const uri = particle.deviceUri({ deviceId: busyId, product });
  await until('the device says so', async () => {
    const { online, firmware_updates_enabled } = await device(busyId);
    return online && firmware_updates_enabled === false;
  });
  await particle.markAsDevelopmentDevice({ deviceId: busyId, product, development: true });
  const flash = content =>
    particle.flashDevice({ deviceId: busyId, product, files: { 'app.bin': content } });
  await refused(flash(image(7)), 409, /disabled/);

  const forced = await particle.put({ uri, data: { firmware_updates_forced: true } });
  assert.equal(forced.body.firmware_updates_forced, true);
  await until('the echo of the device', () =>
    heardOf(busyId, 'particle/device/updates/forced').some(event => event.data === 'true'),
  );
  const started = await flash(image(7));
  assert.equal(started.body.status, 'Update started');
  await until('it runs', async () => (await device(busyId)).firmware_version === 0);
  await until('and has proved itself', async () => (await device(busyId)).update.phase === 'updated');
  assert.equal((await flash(image(7))).body.status, 'Already running');
  const path = await file(11);
  await until('forced again after its boot', async () => {
    const { firmware_updates_forced_confirmed } = await device(busyId);
    return firmware_updates_forced_confirmed;
  });
  assert.equal((await flash(path)).body.status, 'Update started');
  await until('the next one runs, too', async () => {
    const { update, firmware_updates_forced_confirmed } = await device(busyId);
    return update.phase === 'updated' && firmware_updates_forced_confirmed;
  });

  await particle.put({ uri, data: { firmware_updates_forced: false } });
  await until('its own switch counts again', async () => {
    const { firmware_updates_forced_confirmed } = await device(busyId);
    return !firmware_updates_forced_confirmed;
  });
  await refused(flash(image(13)), 409, /disabled/);
});

await step('impact, and a released version cannot be deleted', async () => {
  const { body } = await particle.get({
    uri: `/v1/products/${product}/impact`,
    query: {
      action: 'edit_groups_for_firmware',
      firmware_version: 2,
      groups: 'field',
      product_default: true,
    },
  });
  assert.equal(body.devices.firmware_update.total, 0);
  const uri = `/v1/products/${product}/firmware/2`;
  await refused(particle.delete({ uri }), 409, /was released/);
});

await step('publishEvent, and the event comes back', async () => {
  const name = 'kitchen/heat%';
  assert.equal((await particle.publishEvent({ product, name, data: '21' })).body.ok, true);
  await until('the event comes', () => heard(name).length === 1);
  assert.equal(heard(name)[0].data, '21');
  await refused(particle.publishEvent({ product, name: 'spark/status', data: 'x' }), 400, /cloud/);
});

await step('getEventStream: by the beginning of a name with a slash', async () => {
  const some = await particle.getEventStream({ product, name: 'kitchen/h' });
  const names = [];
  some.on('event', event => names.push(event.name));
  await particle.publishEvent({ product, name: 'hall/heat', data: '1' });
  await particle.publishEvent({ product, name: 'kitchen/hob', data: '1' });
  await until('the event comes', () => names.length > 0);
  assert.deepEqual(names, ['kitchen/hob']);
  some.abort();
});

await step(`getEventStream: alive after ${env.FIRMAMENT_QUIET_SECONDS} s of silence`, async () => {
  await pause(Number(env.FIRMAMENT_QUIET_SECONDS) * 1_000);
  await particle.publishEvent({ product, name: 'after/the/silence', data: '1' });
  await until('the event comes', () => heard('after/the/silence').length === 1);
  assert.equal(reconnects, 0, 'the client did not have to connect again');
  stream.abort();
});

await step('deleteCurrentAccessToken: the token ends', async () => {
  assert.equal((await particle.deleteCurrentAccessToken({})).statusCode, 204);
  await refused(particle.getUserInfo({}), 401, /token is not known/);
});

console.log('done');
