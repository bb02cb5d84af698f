/** Violations planted on purpose; see io.firmament.conformance.architecture. */
package planted.firmament.device.emulation;
