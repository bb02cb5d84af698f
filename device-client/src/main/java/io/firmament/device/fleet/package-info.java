/**
 * Many simulated devices in one process, with a report. {@link io.firmament.device.fleet.FleetPlan}
 * says who starts when and what goes wrong with whom, out of a seed; {@link
 * io.firmament.device.fleet.Fleet} runs them; {@link io.firmament.device.fleet.FleetReport} says
 * what became of them.
 */
package io.firmament.device.fleet;
