package dev.airlock.snaft.shell;

import dev.airlock.lane.Screens;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Intents.Opened;
import dev.airlock.snaft.decide.Circumstances;
import dev.airlock.snaft.model.Facts;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Snaft for the fast lane: the same route table and the same rules as on the bus, called in process. Any thread. */
public final class FastScreens implements Screens {
    private final GuardedScreener screener;
    private final Function<Facts, Circumstances> around;
    private final BooleanSupplier atHand;

    /** By the standing rules alone, which are looked at now. */
    public FastScreens(Instant now) {
        this(_ -> Circumstances.NONE, () -> true, now);
    }

    /** By the standing rules, which are looked at now, the operators', and what is known of the caller. */
    public FastScreens(FirewallWatch firewall, Instant now) {
        this(firewall::of, firewall::atHand, now);
    }

    private FastScreens(Function<Facts, Circumstances> around, BooleanSupplier atHand, Instant now) {
        this.screener = GuardedScreener.standard(now);
        this.around = around;
        this.atHand = atHand;
    }

    @Override
    public boolean atHand() {
        return atHand.getAsBoolean();
    }

    @Override
    public Screening screen(Opened intent, Bytes record, Entrance entrance, Instant now) {
        return screener.screen(intent, record, new GuardedScreener.Came(entrance, now), around, now);
    }
}
