package dev.airlock.schemas.model;

/** How much an approval weighs, from the least to the most; so {@code compareTo} says whether it is enough. */
public enum ApprovalLevel {
    /** Nothing that anybody has to look at twice; one operator says so. */
    L0(1),
    /** An operator has looked at it. */
    L1(1),
    /** A second operator has looked at it too. */
    L2(2),
    /** The ceremony: three operators. */
    L3(3);

    private final int operators;

    ApprovalLevel(int operators) {
        this.operators = operators;
    }

    /** How many operators have to sign, each with a key of its own. */
    public int operators() {
        return operators;
    }

    /** The graver of the two. */
    public ApprovalLevel or(ApprovalLevel other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
