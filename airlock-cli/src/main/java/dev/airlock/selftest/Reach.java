package dev.airlock.selftest;

import dev.airlock.image.Recipe;
import java.util.List;

/** How much of the system a self-test takes in. */
public enum Reach {
    /** The guests' own tests, in the modules linux and microvm: no broker, no node. */
    GUESTS(2048, List.of(Recipe.PYTHON)),
    /** The executor's, the node's and the command's tests of real guests: intents in, tokens out, over a broker. */
    ROAD(4096, List.of(Recipe.values()));

    /**
     * The machine's time follows what it has executed, a nanosecond an instruction, and idle time is skipped: leases, sessions and
     * transactions, which end after seconds, do not end because the host is slow or busy. Source: QEMU's docs/devel/tcg-icount.rst.
     */
    private static final List<String> COUNTED_TIME = List.of("-icount", "shift=0,sleep=off");

    private final int memoryMib;
    private final List<Recipe> recipes;

    Reach(int memoryMib, List<Recipe> recipes) {
        this.memoryMib = memoryMib;
        this.recipes = recipes;
    }

    /** What an emulated machine needs for it; half of that is the most that its files may take. */
    int memoryMib() {
        return memoryMib;
    }

    /** How an emulated machine's clock goes. The guests' tests wait for nobody but the guests, and take the host's time. */
    List<String> clock() {
        return this == ROAD ? COUNTED_TIME : List.of();
    }

    /** The images that are made for it. */
    List<Recipe> recipes() {
        return recipes;
    }
}
