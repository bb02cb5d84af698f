package io.firmament.server.app;

import io.firmament.server.access.Rights;
import java.time.Duration;
import java.util.Optional;

/**
 * A token to be issued.
 *
 * @param name what it is called
 * @param rights what it may do
 * @param life how long it counts; empty for good
 */
public record NewToken(String name, Rights rights, Optional<Duration> life) {}
