/**
 * The shipped program as processes of its own, over real sockets: what operators and devices do,
 * and what power cuts do to them.
 */
package io.firmament.conformance.scenario;
