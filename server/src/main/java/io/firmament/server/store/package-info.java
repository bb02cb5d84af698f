/**
 * What the server remembers, on disk: a journal that is forced before anything is acknowledged,
 * MapDB files as immutable snapshots of what the journal says, and firmware as files under their
 * digests. {@link io.firmament.server.store.JournaledStateStore#open} is the way in. The reasons
 * are in docs/adr/0002-journal-and-snapshots.md.
 */
package io.firmament.server.store;
