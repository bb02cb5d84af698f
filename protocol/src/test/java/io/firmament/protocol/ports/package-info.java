/** Ports of this machine, for tests that end a server and start it again where it was. */
package io.firmament.protocol.ports;
