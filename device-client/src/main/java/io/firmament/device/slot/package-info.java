/**
 * A/B slots as files: write aside, force, read back, rename, commit by state; confirm, roll back.
 * The order of operations is what makes an update atomic; it runs on a real directory and, in
 * tests, on a file system that forgets what was not forced.
 */
package io.firmament.device.slot;
