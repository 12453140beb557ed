package dev.airlock.road.keys;

import dev.airlock.schemas.keys.NativeSigning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has this process sign by native code where that loads, and tells its log by what. */
public final class Signing {
    private static final Logger LOG = LoggerFactory.getLogger(Signing.class);

    private Signing() {}

    /**
     * Returns when it is decided, which takes some tenths of a second the first time.
     *
     * @return by what signatures are made, and if in Java, why; for people
     */
    public static String load() {
        String by = NativeSigning.load(
                        why -> LOG.warn("signatures are made in Java from here on, since AWS-LC failed: {}", why))
                .map(why -> "made in Java and not by AWS-LC: " + why)
                .orElse("made by AWS-LC");
        LOG.info("signatures are {}", by);
        return by;
    }

    /** Whether this process signs by AWS-LC now. */
    public static boolean isNative() {
        return NativeSigning.isLoaded();
    }

    /** The same as {@link #load} on a thread of its own: until then they are made in Java. */
    public static void loadSoon() {
        Thread.ofPlatform().name("signing").daemon().start(Signing::load);
    }
}
