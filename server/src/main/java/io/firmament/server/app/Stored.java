package io.firmament.server.app;

/**
 * A record as it stands in the store.
 *
 * @param key its key
 * @param revision the sequence number of the change that wrote it: what compare-and-set compares
 * @param value the record
 * @param <T> its type
 */
public record Stored<T>(String key, long revision, T value) {}
