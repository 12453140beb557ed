/**
 * Snapshots as files: a directory for each, of a signed manifest, the state of process and processor, and the pages that are not all
 * zeros.
 *
 * <p>Rule of the room: every byte that is read is hostile until the signature and the hash over it have been checked, every length and
 * index is compared with what may be before it is used, and what is wrong is a {@link dev.airlock.microvm.store.SnapshotRefused} that
 * says which of these it was. It knows bytes, and neither guests nor machines.
 */
package dev.airlock.microvm.store;
