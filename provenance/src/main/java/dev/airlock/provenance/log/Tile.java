package dev.airlock.provenance.log;

import dev.airlock.schemas.model.Bytes;

/**
 * A piece of a log as it is stored and served.
 *
 * @param path where; it also says how much is in it
 * @param bytes hashes of 32 bytes one behind another, or the entries of a bundle, see {@link EntryBundle}
 */
public record Tile(TilePath path, Bytes bytes) {}
