package dev.airlock.road.keys;

import dev.airlock.road.keys.KeyFiles.PublicKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key and those that gave way to it, as the directory with its secret has them.
 *
 * @param former of a sealer's key those that {@link KeyTerms#rotate} kept, each with an end; in no order that means anything
 */
public record Succession(PublicKey current, List<PublicKey> former) {
    /** Copies the list. */
    public Succession {
        former = List.copyOf(former);
    }

    /** All of them. */
    Stream<PublicKey> keys() {
        return Stream.concat(former.stream(), Stream.of(current));
    }
}
