package dev.airlock.explorer;

/** The promises that are held against every state; a check of road.als has each one's label as its name. */
enum Law {
    /** No intent has two tokens. */
    ONE_TOKEN("oneToken"),
    /** Two ticks after a verdict that closes the road, until a newer one opens it, no program of external AI is begun. */
    STAYS_CLOSED("staysClosed"),
    /** An operator's program is never refused. */
    RESCUE("rescue"),
    /** What the gateway refused has no order. */
    REFUSED_IS_NOT_ORDERED("refusedIsNotOrdered"),
    /** A posture that is more open than the one before stands on a newer verdict. */
    RELAXES_ON_NEWER_WORD("relaxesOnNewerWord"),
    /** When nothing more can happen, every intent has its token. */
    NOTHING_LOST("nothingLost");

    private final String label;

    Law(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
