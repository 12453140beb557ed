package dev.airlock.selftest;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where {@code ./airlock} runs from: above the jar that our classes come from, airlock-cli/target/dist/lib. */
final class Distribution {
    private Distribution() {}

    static Path folder() throws SelftestFailed {
        Path dist = jarOf(Distribution.class).getParent().getParent();
        if (!Files.isDirectory(dist.resolve("tests"))) {
            throw new SelftestFailed("no tests in " + dist, "run this as ./airlock selftest");
        }
        return dist;
    }

    /** The jar, or the directory of classes, that a class comes from. */
    static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("a class of ours comes from a file", e);
        }
    }
}
