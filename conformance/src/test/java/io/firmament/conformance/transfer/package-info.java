/**
 * How fast transfers are: real device processes against a real server process over emulated links,
 * beside a client that asks for one block after the other. {@code conformance/transfers} runs it
 * (docs/performance.md).
 */
package io.firmament.conformance.transfer;
