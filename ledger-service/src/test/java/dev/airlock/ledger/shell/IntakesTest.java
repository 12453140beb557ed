package dev.airlock.ledger.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.Sealed;
import dev.airlock.ledger.decide.Intake;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntakesTest {
    private static final Instant AT = Instant.parse("2026-11-28T12:00:00Z");

    private final Intakes intakes = new Intakes(Sealed.RING);
    private final Token token = Sealed.in(3).next();

    private static byte[] value(Token token) {
        return Codecs.TOKEN.encode(token.record());
    }

    private static byte[] forged(TokenRecord record, Bytes canonical, Bytes signature, String keyId) {
        return Codecs.TOKEN.encode(new TokenRecord(
                record.session(),
                record.intentId(),
                record.tokenId(),
                record.tokenType(),
                record.status(),
                record.epoch(),
                record.sequence(),
                canonical,
                record.hash(),
                keyId,
                signature));
    }

    @Test
    void a_token_of_ours_is_verified_and_has_its_own_leaf() {
        var read = intakes.read(value(token), AT);
        assertThat(read.intake()).isEqualTo(new Intake.Verified(token));
        assertThat(read.entry()).isEqualTo(LogEntry.of(token));
    }

    @Test
    void a_whole_token_under_a_foreign_key_is_rejected_and_its_leaf_names_that_key() {
        Token foreign = Sealed.by(Sealed.STRANGER, 3).next();
        var read = intakes.read(value(foreign), AT);
        assertThat(read.intake()).isInstanceOf(Intake.Rejected.class);
        assertThat(read.entry()).isEqualTo(LogEntry.of(foreign));
        assertThat(new String(read.entry().bytes(), UTF_8))
                .contains(Sealed.STRANGER.id().value());
    }

    @Test
    void the_leaf_does_not_depend_on_whose_keys_are_trusted_today() {
        var nobody = new Intakes(KeyRing.of(Map.of()));
        assertThat(nobody.read(value(token), AT).intake()).isInstanceOf(Intake.Rejected.class);
        assertThat(nobody.read(value(token), AT).entry())
                .isEqualTo(intakes.read(value(token), AT).entry());
    }

    @Test
    void a_hybrid_keys_leaf_covers_both_signatures_and_does_not_depend_on_trust_either() {
        Token hybrid = Sealed.by(Sealed.HYBRID, 3).next();
        var trusting = new Intakes(
                KeyRing.ofKeys(Map.of(Sealed.HYBRID.verifyingKey(), new Holder(KeyRole.GATEWAY, "gateway")), Map.of()));
        assertThat(trusting.read(value(hybrid), AT).intake()).isEqualTo(new Intake.Verified(hybrid));
        assertThat(trusting.read(value(hybrid), AT).entry()).isEqualTo(LogEntry.of(hybrid));
        assertThat(intakes.read(value(hybrid), AT).intake()).isInstanceOf(Intake.Rejected.class);
        assertThat(intakes.read(value(hybrid), AT).entry()).isEqualTo(LogEntry.of(hybrid));
    }

    @Test
    void a_stripped_token_of_a_hybrid_key_is_rejected_and_its_leaf_is_of_what_does_not_verify() {
        Token hybrid = Sealed.by(Sealed.HYBRID, 3).next();
        var trusting = new Intakes(
                KeyRing.ofKeys(Map.of(Sealed.HYBRID.verifyingKey(), new Holder(KeyRole.GATEWAY, "gateway")), Map.of()));
        TokenRecord record = hybrid.record();
        Bytes first = Bytes.of(Arrays.copyOf(hybrid.signature(), 64));
        byte[] stripped = forged(record, record.canonical(), first, record.keyId());
        assertThat(trusting.read(stripped, AT).intake()).isInstanceOf(Intake.Rejected.class);
        assertThat(trusting.read(stripped, AT).entry()).isEqualTo(LogEntry.unverified(stripped));

        byte[] bent = hybrid.signature();
        bent[1000] ^= 1;
        byte[] forged = forged(record, record.canonical(), Bytes.of(bent), record.keyId());
        assertThat(trusting.read(forged, AT).intake()).isInstanceOf(Intake.Rejected.class);
        assertThat(trusting.read(forged, AT).entry())
                .as("another leaf than the genuine token's, so no proof of the one shows the other")
                .isNotEqualTo(LogEntry.of(hybrid));
    }

    @Test
    void a_token_that_its_own_key_has_not_sealed_has_a_leaf_of_what_does_not_verify() {
        TokenRecord record = token.record();
        byte[] bent = record.signature().toArray();
        bent[7] ^= 1;
        byte[] value = forged(record, record.canonical(), Bytes.of(bent), record.keyId());
        assertThat(intakes.read(value, AT).intake()).isInstanceOf(Intake.Rejected.class);
        assertThat(intakes.read(value, AT).entry()).isEqualTo(LogEntry.unverified(value));

        byte[] under = forged(
                record,
                record.canonical(),
                record.signature(),
                Sealed.STRANGER.id().value());
        assertThat(intakes.read(under, AT).entry()).isEqualTo(LogEntry.unverified(under));

        byte[] nobody = forged(record, record.canonical(), record.signature(), "ed25519:no-key-at-all");
        assertThat(intakes.read(nobody, AT).entry()).isEqualTo(LogEntry.unverified(nobody));

        byte[] other = forged(record, Bytes.of("{}".getBytes(UTF_8)), record.signature(), record.keyId());
        assertThat(intakes.read(other, AT).entry()).isEqualTo(LogEntry.unverified(other));
    }

    @Test
    void bytes_that_are_no_record_are_unreadable_and_have_their_leaf() {
        for (byte[] value : new byte[][] {{}, {1, 2, 3}, "garbage that is longer".getBytes(UTF_8)}) {
            assertThat(intakes.read(value, AT).intake()).isInstanceOf(Intake.Unreadable.class);
            assertThat(intakes.read(value, AT).entry()).isEqualTo(LogEntry.unverified(value));
        }
    }
}
