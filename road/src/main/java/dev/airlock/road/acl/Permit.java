package dev.airlock.road.acl;

import java.util.Comparator;

/** One thing that a party may do. */
public record Permit(Party party, Right right, Thing thing) implements Comparable<Permit> {
    private static final Comparator<Permit> ORDER = Comparator.comparing(Permit::party)
            .thenComparing(Permit::right)
            .thenComparing(permit -> permit.thing().kind())
            .thenComparing(permit -> permit.thing().name());

    @Override
    public int compareTo(Permit other) {
        return ORDER.compare(this, other);
    }
}
