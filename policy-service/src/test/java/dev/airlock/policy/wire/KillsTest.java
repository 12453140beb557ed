package dev.airlock.policy.wire;

import static dev.airlock.policy.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.Killed;
import dev.airlock.policy.model.Kill;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillsTest {
    private static final SigningKey EXECUTOR = SigningKey.generate(new SecureRandom());
    private static final Killed KILLED = Killed.of("t-1", "crawler", "s-1", START);

    private static Optional<Kill> kill(Killed killed, boolean limits) {
        return Kills.of(killed.token(EXECUTOR), START.plusSeconds(1), limits);
    }

    @Test
    void a_kill_names_its_token_principal_and_session() {
        assertThat(kill(KILLED, false)).contains(new Kill(Killed.tokenId("t-1"), "crawler", "s-1", START));
    }

    @ParameterizedTest
    @CsvSource({"EXTERNAL_AI, true", "EXTERNAL, true", "INTERNAL, false", "LOCAL, false", "OPERATOR, false"})
    void only_who_comes_from_outside_counts(Origin origin, boolean counts) {
        assertThat(kill(KILLED.by(origin), true).isPresent()).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({
        "VIOLATION, sys_socket,      true,  true",
        "VIOLATION, isolate_session, false, false",
        "DEADLINE,  deadline,        false, true",
        "MEMORY,    memory,          false, true",
        "OUTPUT,    output,          false, true",
        "FILES,     files,           false, true",
        "TRACE,     trace,           false, true",
        "CANCELLED, cancel,          false, false",
    })
    void violations_count_limits_if_asked_for_and_what_a_posture_or_a_caller_ended_never(
            KillCause cause, String what, boolean counts, boolean withLimits) {
        assertThat(kill(KILLED.because(cause, what), false).isPresent()).isEqualTo(counts);
        assertThat(kill(KILLED.because(cause, what), true).isPresent()).isEqualTo(withLimits);
    }

    @Test
    void no_kill_is_later_than_the_broker_took_its_token() {
        assertThat(Kills.of(Killed.of("t", "a", "s", START.plusSeconds(3600)).token(EXECUTOR), START, false))
                .map(Kill::at)
                .contains(START);
    }

    @Test
    void a_record_without_the_word_is_not_read_and_one_with_it_is() {
        byte[] record = Codecs.TOKEN.encode(KILLED.token(EXECUTOR).record());
        assertThat(Kills.mayBe(record)).isTrue();
        assertThat(Kills.mayBe("SAFE_EXECUTION INCIDENT_KIL".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(Kills.mayBe("xINCIDENT_KILL".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(Kills.mayBe(new byte[0])).isFalse();
    }
}
