/**
 * The Merkle log of a partition of tokens: the tree of RFC 9162, and around it the C2SP forms that others' clients read:
 * tiles (tlog-tiles), signed notes and checkpoints, cosignatures, the witness protocol and the proof file.
 *
 * <p>Rule of the room: as for the package above, no files, network, clock or randomness; stored tiles come through a
 * {@link dev.airlock.provenance.log.TileSource}. Bytes of strangers are refused with
 * {@link dev.airlock.provenance.log.LogRejected}, and every length in them is bounded first.
 */
package dev.airlock.provenance.log;
