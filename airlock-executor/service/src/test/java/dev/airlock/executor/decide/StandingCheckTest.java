package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandingCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String SIGNER = Orders.CALLER.id().value();

    private static Optional<Refusal> refusal(Origin ordered, Standing standing) {
        return StandingCheck.refusal(
                Orders.of("s", "i", "print(1)", NOW).origin(ordered).order(), SIGNER, standing);
    }

    private static Standing speaks(Origin origin) {
        return new Standing.Speaks(new Speaker("jis:acme:crawler", origin), Orders.CALLER.verifyingKey());
    }

    @Test
    void an_order_of_somebody_who_was_revoked_since_is_refused() {
        assertThat(refusal(Origin.EXTERNAL, new Standing.Barred("it is revoked: lost")))
                .contains(new Refusal(
                        RefusalKind.IDENTITY, "standing", "who sent it counts no more: it is revoked: lost"));
    }

    @Test
    void an_order_whose_signer_nobody_knows_any_more_is_refused() {
        assertThat(refusal(Origin.EXTERNAL_AI, new Standing.Stranger()))
                .map(Refusal::text)
                .hasValueSatisfying(text -> assertThat(text).contains(SIGNER));
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void an_order_gives_its_signer_no_more_than_his_class(Origin of) {
        for (Origin ordered : Origin.values()) {
            assertThat(refusal(ordered, speaks(of)).isEmpty())
                    .as("%s for %s", ordered, of)
                    .isEqualTo(ordered.compareTo(of) <= 0);
        }
    }
}
