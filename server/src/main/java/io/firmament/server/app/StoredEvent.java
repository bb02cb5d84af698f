package io.firmament.server.app;

/**
 * An event as the journal keeps it.
 *
 * @param id its sequence number in the journal: unique, ascending, the same after every restart
 * @param event what happened
 */
public record StoredEvent(long id, ServerEvent event) {}
