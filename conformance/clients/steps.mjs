// What the scripts of Particle's clients share: steps that are told, and waiting for what must come.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** Says that a step went as it must and how long it took, or ends the process with what went wrong. */
export async function step(name, work) {
  const begun = Date.now();
  try {
    await work();
    console.log(`ok ${name} (${Date.now() - begun} ms)`);
  } catch (e) {
    const answer = e.body ? ` ${JSON.stringify(e.body)}` : '';
    console.log(`not ok ${name}: ${e.stack}${answer}`);
    process.exit(1);
  }
}

/** Waits until something is so. */
export async function until(what, isSo) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, `${what} within ${PATIENCE_MS} ms`);
    await pause(100);
  }
}
