/**
 * Emulated links on real sockets: devices talk to a socket of the relay, the relay talks to the
 * cloud from a socket for each of them, and in between each has a {@link
 * io.firmament.device.emulation.LinkMachine} of its own. One thread serves them all.
 */
package io.firmament.device.relay;
