package dev.airlock.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.TokenRejected.Reason;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.KeyTerm.Revocation;
import dev.airlock.schemas.keys.KeyTerm.Why;
import dev.airlock.schemas.keys.SigningKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tokens against the terms of the keys that sealed them. */
class SealerTermTest {
    private static final Token TOKEN = sealed(Samples.EXECUTOR);
    private static final Instant MADE = TOKEN.content().timestamp();

    private static Token sealed(SigningKey key) {
        var chain = new ChainName(key.id(), Samples.CHAIN.lane(), 3);
        return Sealer.seal(Samples.completed(1), ChainHead.genesis(chain), key).token();
    }

    private static TokenReader reader(KeyTerm term) {
        return new TokenReader(KeyRing.of(
                Map.of(Samples.EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor")),
                Map.of(Samples.EXECUTOR.id(), term)));
    }

    private static KeyTerm term(Instant from, Instant until) {
        return new KeyTerm(from, Optional.of(until), Optional.empty());
    }

    private static KeyTerm revoked(Instant at, Why why) {
        return KeyTerm.ALWAYS.revoked(new Revocation(at, why, "a test"));
    }

    private static void assertRefused(TokenReader reader, Reason reason) {
        List<ThrowingCallable> ways = List.of(
                () -> reader.read(TOKEN.record()),
                () -> reader.read(TOKEN.record(), MADE),
                () -> reader.readJson(TOKEN.json().getBytes(UTF_8)),
                () -> reader.read(TOKEN.canonical(), TOKEN.signature(), TOKEN.signer()));
        for (var way : ways) {
            assertThatThrownBy(way)
                    .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.reason())
                            .isEqualTo(reason));
        }
    }

    @Test
    void a_token_counts_within_its_keys_term_and_neither_before_nor_after() throws Exception {
        assertThat(reader(term(MADE.minusSeconds(5), MADE.plusSeconds(5))).read(TOKEN.record()))
                .isEqualTo(TOKEN);
        assertRefused(reader(term(MADE.plusSeconds(5), MADE.plusSeconds(9))), Reason.KEY_NOT_YET);
        assertRefused(reader(term(MADE.minusSeconds(9), MADE.minusSeconds(5))), Reason.KEY_EXPIRED);
    }

    @Test
    void a_revocation_leaves_what_was_sealed_before_good() throws Exception {
        assertThat(reader(revoked(MADE.plusSeconds(5), Why.RETIRED)).read(TOKEN.record(), MADE.plusSeconds(60)))
                .isEqualTo(TOKEN);
        assertRefused(reader(revoked(MADE.minusSeconds(5), Why.RETIRED)), Reason.KEY_REVOKED);
    }

    @Test
    void a_back_dated_token_of_a_stolen_key_is_refused_by_when_it_was_taken_up() throws Exception {
        TokenReader reader = reader(revoked(MADE.plusSeconds(5), Why.COMPROMISED));
        assertThat(reader.read(TOKEN.record(), MADE.plusSeconds(1))).isEqualTo(TOKEN);
        assertThatThrownBy(() -> reader.read(TOKEN.record(), MADE.plusSeconds(60)))
                .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.KEY_REVOKED));
    }

    @Test
    void a_rotation_with_an_overlap_leaves_no_gap_and_one_without_none_either() throws Exception {
        SigningKey next = Samples.STRANGER;
        Token byNext = sealed(next);
        for (long overlap : new long[] {0, 60}) {
            Instant now = MADE.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
            KeyTerm old = KeyTerm.ALWAYS.ending(now.plusSeconds(overlap));
            KeyTerm young = new KeyTerm(now, Optional.empty(), Optional.empty());
            for (long second = -2; second < 62; second++) {
                Instant at = now.plusSeconds(second);
                assertThat(List.of(old.at(at), young.at(at))).contains(KeyTerm.Standing.GOOD);
            }
            var reader = new TokenReader(KeyRing.of(
                    Map.of(
                            Samples.EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor@was-1"),
                            next.id(), new Holder(KeyRole.EXECUTOR, "executor")),
                    Map.of(
                            Samples.EXECUTOR.id(),
                            old,
                            next.id(),
                            new KeyTerm(MADE, Optional.empty(), Optional.empty()))));
            assertThat(reader.read(TOKEN.record())).isEqualTo(TOKEN);
            assertThat(reader.read(byNext.record())).isEqualTo(byNext);
        }
    }
}
