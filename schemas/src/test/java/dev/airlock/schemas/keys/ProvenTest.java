package dev.airlock.schemas.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.keys.KeyRing.Holder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A signature is computed once in a process, by whom that was asked of, and a bad one is never good for it. */
class ProvenTest {
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());

    private final byte[] message = UUID.randomUUID().toString().getBytes(UTF_8);

    private boolean holds(byte[] signature) {
        return Proven.holds(Proven.Print.of(KEY.verifyingKey().encoded(), signature, message));
    }

    private static boolean good(VerifyingKey key, byte[] message, byte[] signature) {
        try {
            key.verify(message, signature);
            return true;
        } catch (SignatureRejected e) {
            return false;
        }
    }

    @Test
    void what_was_found_good_is_remembered_and_nothing_else_is() {
        byte[] signature = KEY.sign(message);
        assertThat(good(KEY.verifyingKey(), message, signature)).isTrue();
        assertThat(holds(signature)).isFalse();
        VerifyingKey remembering = KEY.verifyingKey().remembering();
        byte[] bad = signature.clone();
        bad[0] ^= 1;
        assertThat(good(remembering, message, bad)).isFalse();
        assertThat(holds(bad)).isFalse();
        assertThat(good(remembering, message, signature)).isTrue();
        assertThat(holds(signature)).isTrue();
        assertThat(good(remembering, message, signature)).isTrue();
    }

    @Test
    void beside_a_good_one_each_change_of_message_signature_and_key_is_bad() {
        VerifyingKey remembering = KEY.verifyingKey().remembering();
        byte[] signature = KEY.remembering().sign(message);
        for (int bit = 0; bit < Byte.SIZE * signature.length; bit++) {
            byte[] other = signature.clone();
            other[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(good(remembering, message, other)).isFalse();
        }
        assertThat(good(remembering, Arrays.copyOf(message, message.length - 1), signature))
                .isFalse();
        assertThat(good(remembering, Arrays.copyOf(message, message.length + 1), signature))
                .isFalse();
        assertThat(good(remembering, message, new byte[0])).isFalse();
        VerifyingKey another =
                SigningKey.generate(new SecureRandom()).verifyingKey().remembering();
        assertThat(good(another, message, signature)).isFalse();
        assertThat(good(remembering, message, signature)).isTrue();
    }

    @Test
    void what_a_key_signs_is_remembered_only_where_that_was_asked_for() {
        assertThat(holds(KEY.sign(message))).isFalse();
        assertThat(holds(KEY.remembering().sign(message))).isTrue();
        assertThat(KEY.remembering().id()).isEqualTo(KEY.id());
    }

    /** As if a print had been forged: who audits computes, whatever services remember. */
    @Test
    void a_key_that_nobody_made_remembering_asks_nothing_that_is_remembered() {
        byte[] bad = KEY.sign(message);
        bad[5] ^= 1;
        Proven.keep(Proven.Print.of(KEY.verifyingKey().encoded(), bad, message));
        assertThat(good(KEY.verifyingKey().remembering(), message, bad)).isTrue();
        assertThat(good(KEY.verifyingKey(), message, bad)).isFalse();
    }

    @Test
    void whether_a_key_counts_is_asked_each_time() throws Exception {
        byte[] signature = KEY.remembering().sign(message);
        KeyRing trusting =
                KeyRing.of(Map.of(KEY.id(), new Holder(KeyRole.SNAFT, "snaft"))).remembering();
        trusting.verify(KeyRole.SNAFT, KEY.id(), message, signature);
        assertThat(holds(signature)).isTrue();
        assertThatThrownBy(() -> trusting.verify(KeyRole.GATEWAY, KEY.id(), message, signature))
                .hasMessageContaining("may not sign this");
        KeyRing empty = KeyRing.of(Map.of()).remembering();
        assertThatThrownBy(() -> empty.verify(KeyRole.SNAFT, KEY.id(), message, signature))
                .hasMessageContaining("not in the key ring");
    }
}
