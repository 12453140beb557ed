package dev.airlock.lane.model;

import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.TraceContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a record of the journal says. */
public sealed interface LaneRecord {
    /**
     * A run is about to begin.
     *
     * @param wish what it is a run of
     * @param told the events of its admission; its end holds them too, and is what brings them to the bus
     * @param trace which of its caller's traces it belongs to
     */
    record Begin(Begun begun, Wish wish, List<Parcel> told, Optional<TraceContext> trace) implements LaneRecord {
        public Begin {
            told = List.copyOf(told);
        }

        /** One without a trace. */
        public Begin(Begun begun, Wish wish, List<Parcel> told) {
            this(begun, wish, told, Optional.empty());
        }
    }

    /**
     * An intent, or something that never became one, has its token.
     *
     * @param begin the number of the record with which its run began; empty if nothing was run
     * @param wish what it was a token for; empty if it was no intent
     * @param head the end of the token's chain behind it, as {@code ChainHead} writes it
     * @param parcels the token's record, then those of output and events, if any
     * @param trace in which of its caller's traces all of them come to the bus
     */
    record End(OptionalLong begin, Optional<Wish> wish, String head, List<Parcel> parcels, Optional<TraceContext> trace)
            implements LaneRecord {
        public End {
            parcels = List.copyOf(parcels);
            if (parcels.isEmpty()) {
                throw new IllegalArgumentException("an end without a token");
            }
        }

        /** One without a trace. */
        public End(OptionalLong begin, Optional<Wish> wish, String head, List<Parcel> parcels) {
            this(begin, wish, head, parcels, Optional.empty());
        }

        /** The token's record. */
        public Parcel token() {
            return parcels.getFirst();
        }
    }

    /** Where all chains ended when the file was begun. */
    record Heads(List<String> heads) implements LaneRecord {
        public Heads {
            heads = List.copyOf(heads);
        }
    }
}
