/**
 * What a device believes before it asks for the first block: the signed manifest, its form, and the
 * judgement over it. No I/O; time and keys are passed in.
 */
package io.firmament.protocol.manifest;
