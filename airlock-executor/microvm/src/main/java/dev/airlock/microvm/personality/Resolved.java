package dev.airlock.microvm.personality;

import dev.airlock.image.Node;

/** Where a path leads. */
sealed interface Resolved {
    /** To a node of the image. */
    record To(Node node, String canonicalPath) implements Resolved {}

    /** Nowhere, for this errno. */
    record Failed(long error) implements Resolved {}
}
