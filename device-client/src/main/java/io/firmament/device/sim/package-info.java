/**
 * One simulated device: boot loop and application in one process, on a real directory and a real
 * socket, with scripted faults. {@link io.firmament.device.sim.SimulatedDevice} is the door. It
 * neither prints nor ends the process: it tells its listener, and halts through a port.
 */
package io.firmament.device.sim;
