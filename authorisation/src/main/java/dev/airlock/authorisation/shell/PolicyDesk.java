package dev.airlock.authorisation.shell;

import dev.airlock.authorisation.cedar.CedarSet;
import dev.airlock.authorisation.cedar.Compiled;
import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.decide.Rescue;
import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.shell.EngineStart.Loaded;
import dev.airlock.authorisation.wire.PolicySets;
import dev.airlock.schemas.model.PolicySet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Which set of policies counts, and its answers. A set is taken whole or not at all, and with it a memo of its own, in one reference. Until
 * somebody has said that all earlier sets were read, whoever asks waits, and is answered by {@link Rescue} when that takes too long: the
 * release's set must not decide where a stricter one was loaded. Any thread may ask; sets are offered on one.
 */
public final class PolicyDesk implements Authorises {
    private final EngineStart start;
    private final Duration patience;
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile Optional<Current> current = Optional.empty();
    private volatile String missing = "the sets of policies were not read yet; look whether the bus answers";

    /**
     * What counts.
     *
     * @param loadedAt when the operator loaded it; empty for the release's own
     */
    private record Current(Memo memo, String version, Optional<Instant> loadedAt) {}

    /** What became of an offered set. */
    public sealed interface Offered {
        /** It counts from now on. */
        record Taken(String version) implements Offered {}

        /** It was there before: a copy of the record. */
        record Known() implements Offered {}

        /** The one before goes on to count. */
        record Refused(String reason) implements Offered {}
    }

    /** @param patience how long one who asks waits for the engine and the first reading of the sets */
    public PolicyDesk(EngineStart start, Duration patience) {
        this.start = start;
        this.patience = patience;
    }

    /** Offers a set whose signature was checked. Blocks while the engine is loading. */
    public Offered offer(PolicySet set) throws InterruptedException {
        Optional<Instant> newest = current.flatMap(Current::loadedAt);
        if (newest.isPresent() && !set.loadedAt().isAfter(newest.get())) {
            return set.loadedAt().equals(newest.get())
                            && set.version().equals(current.orElseThrow().version())
                    ? new Offered.Known()
                    : new Offered.Refused("it is from " + set.loadedAt() + ", and the one in force from " + newest.get()
                            + "; load it again to go back to it");
        }
        return switch (start.await()) {
            case Loaded.Missing(String why) -> new Offered.Refused(why);
            case Loaded.Ready ready -> compiled(ready, set);
        };
    }

    private Offered compiled(Loaded.Ready ready, PolicySet set) throws InterruptedException {
        try {
            if (!PolicySets.versionOf(set.files()).equals(set.version())) {
                return new Offered.Refused("its files are not those of its version " + set.version());
            }
        } catch (IllegalArgumentException e) {
            return new Offered.Refused(e.getMessage());
        }
        return switch (ready.engine().compile(set.files())) {
            case Compiled.Faulty faulty ->
                new Offered.Refused(faulty.faults().getFirst().toString());
            case Compiled.Good(CedarSet good) -> {
                current = Optional.of(new Current(new Memo(good), good.version(), Optional.of(set.loadedAt())));
                yield new Offered.Taken(good.version());
            }
        };
    }

    /** All sets that there were have been offered; without one the release's own counts. Blocks while the engine is loading. */
    public void open() throws InterruptedException {
        switch (start.await()) {
            case Loaded.Missing(String why) -> missing = why;
            case Loaded.Ready ready -> {
                if (current.isEmpty()) {
                    CedarSet own = ready.ownSet();
                    current = Optional.of(new Current(new Memo(own), own.version(), Optional.empty()));
                }
            }
        }
        opened.countDown();
    }

    /** The version of the set that counts; empty while none does. */
    public Optional<String> version() {
        return opened.getCount() == 0 ? current.map(Current::version) : Optional.empty();
    }

    /** The version of the last set that an operator loaded and that was good; empty while the release's own counts, or nothing does. */
    Optional<String> loaded() {
        return current.filter(set -> set.loadedAt().isPresent()).map(Current::version);
    }

    /** Whether it is open; before, who asks waits. */
    @Override
    public boolean atHand() {
        return opened.getCount() == 0;
    }

    @Override
    public Authorisation on(Ask ask) {
        if (opened.getCount() != 0) {
            awaitOpen();
        }
        Optional<Current> counts = opened.getCount() == 0 ? current : Optional.empty();
        return counts.map(set -> set.memo().on(ask)).orElseGet(() -> Rescue.on(ask, missing));
    }

    private void awaitOpen() {
        try {
            var _ = opened.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
