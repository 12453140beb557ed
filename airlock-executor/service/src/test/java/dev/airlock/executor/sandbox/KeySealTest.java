package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeySealTest {
    private static final byte[] MESSAGE = "a manifest".getBytes(StandardCharsets.US_ASCII);

    private final KeySeal seal = new KeySeal(SigningKey.fromSeed(new byte[SigningKey.SEED_BYTES]));

    @Test
    void it_believes_its_own_key_and_no_other() {
        byte[] other = new byte[SigningKey.SEED_BYTES];
        other[0] = 1;
        KeySeal theirs = new KeySeal(SigningKey.fromSeed(other));
        assertThat(seal.isOver(MESSAGE, seal.sign(MESSAGE))).isTrue();
        assertThat(seal.isOver(MESSAGE, theirs.sign(MESSAGE))).isFalse();
        assertThat(seal.keyId()).startsWith("ed25519:").isNotEqualTo(theirs.keyId());
    }

    @Test
    void other_bytes_or_a_signature_of_any_other_length_are_a_no() {
        byte[] signature = seal.sign(MESSAGE);
        assertThat(seal.isOver(new byte[0], signature)).isFalse();
        for (int length : new int[] {0, 1, 63, 65, 1000}) {
            assertThat(seal.isOver(MESSAGE, Arrays.copyOf(signature, length))).isFalse();
        }
    }
}
