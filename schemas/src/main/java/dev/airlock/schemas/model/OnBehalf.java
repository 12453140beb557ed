package dev.airlock.schemas.model;

import java.util.List;

/** The names of those on whose behalf something is done. */
final class OnBehalf {
    private OnBehalf() {}

    /** A copy, each name one line of 1 to 128 characters, as many as a chain can have. */
    static List<String> checked(List<String> names) {
        Check.range("number of names in on_behalf_of", names.size(), 0, SignedDelegation.CHAIN_MAX);
        names.forEach(name -> Check.printable("on_behalf_of", name, Check.ID_LENGTH_MAX));
        return List.copyOf(names);
    }
}
