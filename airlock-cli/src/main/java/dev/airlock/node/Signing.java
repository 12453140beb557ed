package dev.airlock.node;

import dev.airlock.schemas.keys.NativeSigning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has this process sign by native code where that loads, and tells its log by what. */
final class Signing {
    private static final Logger LOG = LoggerFactory.getLogger(Signing.class);

    private Signing() {}

    /** Returns when it is decided. */
    static void load() {
        NativeSigning.load()
                .ifPresentOrElse(
                        why -> LOG.info("signatures are made in Java, since AWS-LC does not load: {}", why),
                        () -> LOG.info("signatures are made by AWS-LC"));
    }

    /** The same on a thread of its own: until then they are made in Java. */
    static void loadSoon() {
        Thread.ofPlatform().name("signing").daemon().start(Signing::load);
    }
}
