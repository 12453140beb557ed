package dev.airlock.selftest;

import java.util.List;

/**
 * The tests of a choice, in one JVM.
 *
 * @param heapMib the most that its objects may take
 * @param patience how many times longer than on a usual machine a guest may take
 */
record ChosenTests(TestChoice choice, int heapMib, int patience) implements Task {
    @Override
    public List<String> arguments(TestCode inside) {
        return new TestJvm(inside, GuestBase.IMAGES, heapMib, patience).arguments(choice);
    }

    @Override
    public String script() {
        return "exec /jdk/bin/java @" + GuestBase.ARGUMENTS + "\n";
    }
}
