package dev.airlock.schemas.model;

import java.util.Optional;

/**
 * The door at which an intent came.
 *
 * @param lane the bus or the fast lane
 * @param node on the fast lane the node; empty on the bus
 */
public record Entrance(Lane lane, String node) {
    /** Any door of the bus. */
    public static final Entrance BUS = new Entrance(Lane.BUS, "");

    private static final int QUOTED_MAX = 128;

    public Entrance {
        boolean fits =
                switch (lane) {
                    case BUS -> node.isEmpty();
                    case FAST -> !node.isEmpty();
                    case UNKNOWN -> false;
                };
        if (!fits) {
            throw new IllegalArgumentException("no door of lane " + lane + " has the node '" + node + "'");
        }
    }

    /** The fast lane of this node. */
    public static Entrance fast(String node) {
        return new Entrance(Lane.FAST, node);
    }

    /** Why {@code intent} may not come in here: its caller signed for another door. Empty if it may. */
    public Optional<Refusal> refusal(Intent intent) {
        return switch (intent.lane()) {
            case BUS -> lane == Lane.BUS ? Optional.empty() : refuse("the intent names the bus");
            case FAST ->
                lane == Lane.FAST && intent.node().equals(node)
                        ? Optional.empty()
                        : refuse("the intent names " + named(intent));
            case UNKNOWN -> refuse("the intent names no lane that is known here");
        };
    }

    private static String named(Intent intent) {
        String node = intent.node().substring(0, Math.min(intent.node().length(), QUOTED_MAX));
        return "the fast lane of node '" + node + "'";
    }

    private Optional<Refusal> refuse(String what) {
        String here = lane == Lane.BUS ? "the bus" : "the fast lane of node '" + node + "'";
        return Optional.of(new Refusal(
                RefusalKind.MALFORMED, "lane", what + " and came by " + here + "; send it there, or name " + here));
    }
}
