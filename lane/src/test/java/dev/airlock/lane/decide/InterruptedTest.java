package dev.airlock.lane.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.Samples;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.TokenType;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Lane;
import org.junit.jupiter.api.Test;

class InterruptedTest {
    @Test
    void a_run_without_an_end_is_an_incident_that_says_so_and_names_its_grant() {
        UnsealedToken token = Interrupted.token(
                Samples.begun("i-1"),
                new TokenId("0190c2d1-7e5f-7c11-9a37-2f1b6f0f8a01"),
                "jis:airlock:executor:test",
                Samples.NOW);
        assertThat(token.erin()).isInstanceOfSatisfying(Erin.Faulted.class, faulted -> {
            assertThat(faulted.cause()).isEqualTo(FaultCause.INTERRUPTED);
            assertThat(faulted.type()).isEqualTo(TokenType.INCIDENT_KILL);
            assertThat(faulted.status()).isEqualTo(403);
            assertThat(faulted.output()).isEmpty();
        });
        assertThat(token.eraan().key().id()).isEqualTo("i-1");
        assertThat(token.eraan().grantId()).contains("grant-1");
        assertThat(token.eromheen().lane()).isEqualTo(Lane.FAST);
    }
}
