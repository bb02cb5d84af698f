/**
 * Commands of this program as processes of their own: what the demo and the conformance tests
 * drive.
 */
package io.firmament.cli.process;
