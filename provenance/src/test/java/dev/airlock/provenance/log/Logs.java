package dev.airlock.provenance.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.keys.SigningKey;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Keys, and the one assertion that most tests here need. */
final class Logs {
    static final LogName NAME = new LogName("test", 3);
    static final NoteSigner SIGNER = new NoteSigner(NAME.text(), key(11));

    private Logs() {}

    static SigningKey key(int filling) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) filling);
        return SigningKey.fromSeed(seed);
    }

    static void assertRejected(LogRejected.Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LogRejected.class, rejected -> assertThat(rejected.reason())
                .as(rejected.getMessage())
                .isEqualTo(reason));
    }
}
