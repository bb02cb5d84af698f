/**
 * The device's decisions and its ports, without I/O: what to run at a boot ({@link
 * io.firmament.device.core.BootDecision}), and what must survive a power cut ({@link
 * io.firmament.device.core.SlotStore}). Time and chance are arguments.
 */
package io.firmament.device.core;
