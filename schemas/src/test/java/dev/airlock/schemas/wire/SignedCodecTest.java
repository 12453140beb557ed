package dev.airlock.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedCodecTest {
    private static final SigningKey POLICY = SigningKey.fromSeed(seed(1));
    private static final SigningKey LOCAL = SigningKey.fromSeed(seed(2));
    private static final SigningKey STRANGER = SigningKey.fromSeed(seed(3));
    private static final KeyRing RING = KeyRing.of(Map.of(
            POLICY.id(), new KeyRing.Holder(KeyRole.POLICY, "policy"),
            LOCAL.id(), new KeyRing.Holder(KeyRole.LOCAL, "local")));
    private static final Lease LEASE = (Lease) Samples.record(Lease.class, 1);
    private static final Intent INTENT = (Intent) Samples.record(Intent.class, 1);

    @Test
    void a_record_signed_by_its_writer_is_read() {
        assertThat(Codecs.LEASE.open(Codecs.LEASE.seal(LEASE, POLICY), RING))
                .isEqualTo(new Good<>(new Signed<>(LEASE, POLICY.id(), new KeyRing.Holder(KeyRole.POLICY, "policy"))));
    }

    @Test
    void a_record_signed_by_the_wrong_role_or_a_stranger_is_malformed() {
        assertThat(Codecs.LEASE.open(Codecs.LEASE.seal(LEASE, LOCAL), RING)).isInstanceOf(Malformed.class);
        assertThat(Codecs.LEASE.open(Codecs.LEASE.seal(LEASE, STRANGER), RING)).isInstanceOf(Malformed.class);
    }

    @Test
    void a_signature_for_one_kind_never_serves_for_another() {
        var posture = (Posture) Samples.record(Posture.class, 1);
        assertThat(Codecs.LEASE.open(Codecs.POSTURE.seal(posture, POLICY), RING))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void any_changed_byte_is_noticed() {
        byte[] good = Codecs.LEASE.seal(LEASE, POLICY);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThat(Codecs.LEASE.open(bad, RING)).as("byte " + i).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void an_intent_says_who_signed_it() {
        assertThat(callerOf(Intents.sealed(INTENT, LOCAL)))
                .isEqualTo(new Intents.Caller.Known(new CallerKeys.Speaker("local", Origin.LOCAL), LOCAL.id()));
        assertThat(callerOf(Intents.unsigned(INTENT))).isEqualTo(new Intents.Caller.Unknown());
        assertThat(callerOf(Intents.sealed(INTENT, STRANGER))).isEqualTo(new Intents.Caller.Unknown());
    }

    @Test
    void a_bad_signature_is_forged_and_never_merely_unsigned() {
        byte[] forged = Intents.sealed(INTENT, LOCAL);
        forged[forged.length - 1] ^= 1;
        assertThat(callerOf(forged)).isInstanceOf(Intents.Caller.Forged.class);
        assertThat(callerOf(Intents.sealed(INTENT, POLICY))).isInstanceOf(Intents.Caller.Forged.class);
    }

    @Test
    void a_cancel_counts_from_callers_keys_only() {
        var cancel = (Cancel) Samples.record(Cancel.class, 1);
        assertThat(Codecs.CANCEL.openFrom(Codecs.CANCEL.seal(cancel, LOCAL), RING))
                .isInstanceOfSatisfying(Good.class, good -> assertThat(((Spoken<?>) good.value()).keyId())
                        .isEqualTo(LOCAL.id()));
        assertThat(Codecs.CANCEL.openFrom(Codecs.CANCEL.seal(cancel, STRANGER), RING))
                .isInstanceOf(Malformed.class);
        assertThat(Codecs.CANCEL.openFrom(Codecs.CANCEL.seal(cancel, POLICY), RING))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void an_outputs_hash_is_that_of_both_streams() {
        var a = Bytes.of(new byte[] {1});
        var b = Bytes.of(new byte[] {2});
        assertThat(Hashes.output(a, b)).isEqualTo(Hashes.sha256(new byte[] {1, 2}));
    }

    private static Intents.Caller callerOf(byte[] bytes) {
        return switch (Intents.open(bytes, RING)) {
            case Good<Intents.Opened>(Intents.Opened opened) -> opened.caller();
            case Malformed<Intents.Opened>(String reason) -> throw new AssertionError(reason);
        };
    }

    private static byte[] seed(int value) {
        var seed = new byte[32];
        seed[0] = (byte) value;
        return seed;
    }
}
