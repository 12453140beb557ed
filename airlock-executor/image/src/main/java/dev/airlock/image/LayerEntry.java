package dev.airlock.image;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** One entry of a layer's tar, its path already taken apart and found harmless. */
sealed interface LayerEntry {
    /** The names from the root to the entry; none for the root itself. */
    List<String> path();

    record Directory(List<String> path, int permissions, long modifiedSeconds) implements LayerEntry {}

    record File(List<String> path, int permissions, long modifiedSeconds, MemorySegment content)
            implements LayerEntry {}

    record Symlink(List<String> path, long modifiedSeconds, String target) implements LayerEntry {}

    record HardLink(List<String> path, List<String> target) implements LayerEntry {}

    /** The entry of a lower layer at this path is gone. */
    record Whiteout(List<String> path) implements LayerEntry {}

    /** All entries of lower layers below this path are gone. */
    record Opaque(List<String> path) implements LayerEntry {}
}
