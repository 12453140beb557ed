package dev.airlock.setup.shell;

import java.util.List;

/** The units of our services, on a host where they can be at work. */
interface Units {
    /** Which of them are at work. */
    List<String> active() throws SetupFailed, InterruptedException;

    /** @throws SetupFailed with what was said */
    void call(String verb, List<String> units) throws SetupFailed, InterruptedException;
}
