package dev.airlock.snaft.shell;

import dev.airlock.lane.Screens;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Intents.Opened;
import dev.airlock.snaft.decide.Circumstances;
import dev.airlock.snaft.model.Facts;
import java.time.Instant;
import java.util.function.Function;

/** Snaft for the fast lane: the same route table and the same rules as on the bus, called in process. Any thread. */
public final class FastScreens implements Screens {
    private final GuardedScreener screener = GuardedScreener.standard();
    private final Function<Facts, Circumstances> around;

    /** By the standing rules alone. */
    public FastScreens() {
        this.around = _ -> Circumstances.NONE;
    }

    /** By the standing rules, the operators', and what is known of the caller. */
    public FastScreens(FirewallWatch firewall) {
        this.around = firewall::of;
    }

    @Override
    public Screening screen(Opened intent, Bytes record, Entrance entrance, Instant now) {
        Facts facts = FactsOf.opened(intent, record, entrance, now);
        return screener.screen(facts, around.apply(facts), now);
    }
}
