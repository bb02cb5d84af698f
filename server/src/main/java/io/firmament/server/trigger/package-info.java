/** Why an update starts: the trigger points (docs/protocol.md, "Triggers"). Pure. */
package io.firmament.server.trigger;
