package io.firmament.server.app;

import java.time.Instant;

/**
 * What the event stream was told last of a device's presence.
 *
 * @param online whether it was told to be online
 * @param since when that was told
 */
public record Told(boolean online, Instant since) {}
