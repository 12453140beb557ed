package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.executor.model.Signer;
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

    private static Optional<Refusal> refusal(Origin ordered, Signer signer) {
        return StandingCheck.refusal(
                Orders.of("s", "i", "print(1)", NOW).origin(ordered).order(), signer);
    }

    @Test
    void an_order_of_somebody_who_was_revoked_since_is_refused() {
        assertThat(refusal(Origin.EXTERNAL, new Signer.Barred("it is revoked: lost")))
                .contains(new Refusal(
                        RefusalKind.IDENTITY, "standing", "who sent it counts no more: it is revoked: lost"));
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void an_order_gives_its_signer_no_more_than_his_class(Origin of) {
        for (Origin ordered : Origin.values()) {
            assertThat(refusal(ordered, new Signer.Good("jis:acme:crawler", of)).isEmpty())
                    .as("%s for %s", ordered, of)
                    .isEqualTo(ordered.compareTo(of) <= 0);
        }
    }
}
