/**
 * What a handshake costs the server: the shipped one with all that follows a handshake, beside bare
 * Scandium, in one run. Started by {@code conformance/handshakes}; no part of the tests.
 */
package io.firmament.conformance.handshakes;
