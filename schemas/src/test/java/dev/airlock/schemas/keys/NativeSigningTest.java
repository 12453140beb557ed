package dev.airlock.schemas.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

class NativeSigningTest {
    private static final long SEED = 20_261_201;

    @Test
    void it_loads_where_its_module_may() {
        assertThat(NativeSigning.load()).isEmpty();
        assertThat(NativeSigning.of(new byte[SigningKey.SEED_BYTES])).isPresent();
        assertThat(NativeSigning.load()).as("once more").isEmpty();
    }

    @Test
    void a_thousand_keys_sign_as_in_java() throws Exception {
        assertThat(NativeSigning.load()).isEmpty();
        Random random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            byte[] seed = bytes(random, SigningKey.SEED_BYTES);
            byte[] message = bytes(random, random.nextInt(3000));
            byte[] made = NativeSigning.of(seed).orElseThrow().sign(message).orElseThrow();

            assertThat(made).isEqualTo(inJava(seed, message));
            assertThat(SigningKey.fromSeed(seed).sign(message)).isEqualTo(made);
        }
    }

    /** More at once than are kept, each of which would show a signature that two used together. */
    @Test
    void many_threads_sign_by_one_key() throws Exception {
        assertThat(NativeSigning.load()).isEmpty();
        byte[] seed = bytes(new Random(SEED), SigningKey.SEED_BYTES);
        SigningKey key = SigningKey.fromSeed(seed).remembering();
        try (ExecutorService threads = Executors.newFixedThreadPool(24)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                Random random = new Random(SEED + i);
                work.add(() -> {
                    for (int j = 0; j < 200; j++) {
                        byte[] message = bytes(random, 1 + random.nextInt(2000));
                        assertThat(key.sign(message)).isEqualTo(inJava(seed, message));
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    @Test
    void a_key_that_was_there_before_signs_by_it_afterwards() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        byte[] before = key.sign(new byte[10]);
        assertThat(NativeSigning.load()).isEmpty();

        assertThat(key.sign(new byte[10])).isEqualTo(before);
    }

    /** What failed could still hold what it was given, and answer for that too. */
    @Test
    void where_the_provider_fails_there_is_no_signature_and_nothing_of_it_is_used_again() {
        var provider = new FailingProvider();
        var signer = new NativeSigner(provider, new byte[SigningKey.SEED_BYTES]);
        for (int i = 1; i <= 3; i++) {
            assertThat(signer.sign(new byte[i])).isEmpty();
            assertThat(FailingSpi.MADE.getAndSet(0)).as("a new one each time").isEqualTo(1);
        }
    }

    private static final class FailingProvider extends Provider {
        private static final long serialVersionUID = 1;

        FailingProvider() {
            super("failing", "1", "signs nothing");
            put("Signature.Ed25519", FailingSpi.class.getName());
        }
    }

    /** Takes everything and signs nothing. */
    public static final class FailingSpi extends SignatureSpi {
        static final AtomicInteger MADE = new AtomicInteger();

        public FailingSpi() {
            MADE.incrementAndGet();
        }

        @Override
        protected void engineInitSign(PrivateKey key) {}

        @Override
        protected void engineInitVerify(PublicKey key) {}

        @Override
        protected void engineUpdate(byte one) {}

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int count) {}

        @Override
        protected byte[] engineSign() throws SignatureException {
            throw new SignatureException("not this one");
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return false;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException(name);
        }
    }

    private static byte[] inJava(byte[] seed, byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
