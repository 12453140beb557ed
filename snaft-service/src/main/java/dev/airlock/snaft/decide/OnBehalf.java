package dev.airlock.snaft.decide;

import dev.airlock.schemas.delegations.DelegationCheck;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.snaft.model.Facts;
import java.time.Instant;
import java.util.Optional;

/** Whether an intent that rests on delegations may do so. One that rests on none is its caller's own, and is not asked. */
final class OnBehalf {
    private OnBehalf() {}

    /**
     * Why it may not.
     *
     * @param origin as what it counts: no more than the leaf says
     * @param memoryMib what its run gets; 1 or more
     */
    static Optional<Refusal> refusal(Facts facts, Origin origin, int memoryMib, Instant now) {
        if (facts.acting().alone()) {
            return Optional.empty();
        }
        return facts.acting()
                .key()
                .map(key -> byCheck(facts, key, origin, memoryMib, now))
                .orElseGet(() -> refuse("only who signs with a known key can act for another; sign the intent"));
    }

    private static Optional<Refusal> byCheck(Facts facts, String key, Origin origin, int memoryMib, Instant now) {
        Intent intent = facts.intent();
        if (intent.timeoutMillis() == 0) {
            return refuse(
                    "an intent on a delegation says its time, so that it can be held to it: give timeout_millis, at"
                            + " most "
                            + facts.acting()
                                    .chain()
                                    .getLast()
                                    .delegation()
                                    .rights()
                                    .timeoutMillis());
        }
        var use = new DelegationCheck.Use(key, intent.intent(), memoryMib, intent.timeoutMillis(), origin);
        return DelegationCheck.ROAD.objection(facts.acting().chain(), use, now).flatMap(OnBehalf::refuse);
    }

    private static Optional<Refusal> refuse(String text) {
        return Optional.of(new Refusal(RefusalKind.IDENTITY, "delegation", text));
    }
}
