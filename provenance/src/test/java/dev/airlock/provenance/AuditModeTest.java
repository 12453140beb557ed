package dev.airlock.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Mode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A token says audit plainly, or it says that the policy was enforced; there is nothing between. */
class AuditModeTest {
    private static String canonical(UnsealedToken token) {
        byte[] bytes =
                CanonicalToken.bytes(token, ChainHead.genesis(Samples.CHAIN).next());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static UnsealedToken with(UnsealedToken token, Eromheen eromheen) {
        return new UnsealedToken(
                token.id(),
                token.timestamp(),
                token.actor(),
                token.ainsIdentity(),
                token.intent(),
                token.erin(),
                token.eraan(),
                eromheen,
                token.erachter());
    }

    @Test
    void the_mode_and_the_calls_stand_in_the_token_by_name_and_count() {
        assertThat(canonical(MoreSamples.audited(1)))
                .contains("\"mode\":\"audit\"")
                .contains("\"audited\":{\"sys_getuid\":2,\"sys_uname\":1}");
    }

    @Test
    void a_token_of_before_says_nothing_of_a_mode_and_reads_as_enforced() {
        assertThat(canonical(Samples.completed(1)))
                .doesNotContain("mode\":\"audit")
                .doesNotContain("audited");
        assertThat(Samples.completed(1).eromheen().mode()).isEqualTo(Mode.ENFORCE);
    }

    @Test
    void a_token_cannot_hide_its_mode_or_claim_one_without_the_calls() {
        UnsealedToken audited = MoreSamples.audited(1);
        UnsealedToken enforced = Samples.completed(1);
        assertThatThrownBy(() -> with(audited, enforced.eromheen())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(enforced, audited.eromheen())).isInstanceOf(IllegalArgumentException.class);
    }
}
