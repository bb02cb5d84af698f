/**
 * The closed list of what a device and the cloud may say to each other (docs/protocol.md): one
 * record a message. How they are spelt is the codec's business.
 */
package io.firmament.protocol.message;
