/**
 * What a wake costs the server: sleeping devices come back on their connection ids from new
 * addresses, to the shipped server and to a bare Californium one, each pinned to a processor of its
 * own. {@code conformance/wakes} runs it.
 */
package io.firmament.conformance.wake;
