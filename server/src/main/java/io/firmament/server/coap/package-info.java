/**
 * The door to the devices: CoAP over DTLS 1.2 (docs/protocol.md). Turns records into calls of use
 * cases and their results into answers, carries what is pushed to devices, and keeps DTLS sessions
 * and connections over restarts. The only package of the server that knows Californium. Threads are
 * described in docs/concurrency.md.
 */
package io.firmament.server.coap;
