package io.firmament.device.core;

import java.time.Duration;
import java.time.Instant;

/**
 * When something happens, on both clocks of a device.
 *
 * @param uptime on a clock that never goes back, and goes on while the device is suspended where
 *     its hardware has such a one: what timers are made of
 * @param time the time of day, as far as the device knows it
 */
public record Moment(Duration uptime, Instant time) {}
