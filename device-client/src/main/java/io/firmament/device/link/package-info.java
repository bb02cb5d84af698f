/**
 * The device's end of the wire: CoAP in DTLS (docs/protocol.md, "Ground"). The only package of the
 * device that knows Californium.
 */
package io.firmament.device.link;
