package io.firmament.server.store;

import java.util.Optional;

/**
 * What a record's key stands for since some change.
 *
 * @param revision the sequence number of that change
 * @param value the record's stored form, not to be modified; empty when the change removed it
 */
record Version(long revision, Optional<byte[]> value) {}
