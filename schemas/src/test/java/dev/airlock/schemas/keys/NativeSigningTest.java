package dev.airlock.schemas.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeSigningTest {
    private static final long SEED = 20_261_201;

    private static void unexpected(String why) {
        throw new AssertionError(why);
    }

    @BeforeEach
    void asInANewProcess() {
        NativeSigning.forget();
    }

    @Test
    void it_loads_where_its_module_may_and_nothing_is_unpacked() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<String> before = namesIn(temporary);
        // The JDK makes every provider that it can find, for instance when it lists them.
        assertThat(Security.getProviders()).isNotEmpty();
        assertThat(ServiceLoader.load(Provider.class).stream()
                        .map(each -> each.get().getName()))
                .contains("AmazonCorrettoCryptoProvider");
        assertThat(NativeSigning.load(NativeSigningTest::unexpected)).isEmpty();

        assertThat(SigningKey.generate(new SecureRandom()).nativeSigner()).isPresent();
        assertThat(NativeSigning.load(NativeSigningTest::unexpected))
                .as("once more")
                .isEmpty();
        assertThat(namesIn(temporary).stream().filter(name -> !before.contains(name)))
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("amazon"));
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void a_thousand_keys_sign_as_in_java() {
        assertThat(NativeSigning.load(NativeSigningTest::unexpected)).isEmpty();
        Random random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            byte[] seed = bytes(random, SigningKey.SEED_BYTES);
            byte[] message = bytes(random, random.nextInt(3000));
            SigningKey key = SigningKey.fromSeed(seed);

            assertThat(key.nativeSigner().orElseThrow().sign(message)).contains(inJava(seed, message));
            assertThat(key.sign(message)).isEqualTo(inJava(seed, message));
        }
    }

    @Test
    void a_key_that_was_there_before_signs_by_it_afterwards() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        byte[] before = key.sign(new byte[10]);
        assertThat(key.nativeSigner()).isEmpty();
        assertThat(NativeSigning.load(NativeSigningTest::unexpected)).isEmpty();

        assertThat(key.sign(new byte[10])).isEqualTo(before);
        assertThat(key.nativeSigner()).isPresent();
    }

    @Test
    void a_message_that_is_long_is_signed_in_java() {
        assertThat(NativeSigning.load(NativeSigningTest::unexpected)).isEmpty();
        byte[] seed = bytes(new Random(SEED), SigningKey.SEED_BYTES);
        SigningKey key = SigningKey.fromSeed(seed);
        for (int length : List.of(NativeSigner.MESSAGE_BYTES_MAX, NativeSigner.MESSAGE_BYTES_MAX + 1, 3 << 20)) {
            byte[] message = new byte[length];
            assertThat(key.sign(message)).isEqualTo(inJava(seed, message));
            assertThat(key.nativeSigner().orElseThrow().sign(message).isPresent())
                    .isEqualTo(length <= NativeSigner.MESSAGE_BYTES_MAX);
        }
    }

    /** More at once than are kept, each of which would show a signature that two used together. */
    @Test
    void many_threads_sign_by_one_key() throws Exception {
        assertThat(NativeSigning.load(NativeSigningTest::unexpected)).isEmpty();
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
        assertThat(key.nativeSigner()).isPresent();
    }

    /** Then the whole process signs in Java, and says so once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 63, 64, 65})
    void where_the_provider_fails_or_signs_otherwise_it_signs_no_more(int bytes) {
        List<String> told = new ArrayList<>();
        assertThat(NativeSigning.load(told::add)).isEmpty();
        byte[] seed = bytes(new Random(SEED), SigningKey.SEED_BYTES);
        SigningKey key = SigningKey.fromSeed(seed);
        assertThat(key.nativeSigner()).isPresent();
        OtherSpi.bytes = bytes;

        assertThat(NativeSigner.of(new ForeignCrypto(), seed, new byte[SigningKey.SEED_BYTES]))
                .isEmpty();
        assertThat(told).hasSize(1);
        assertThat(NativeSigning.load(told::add)).as("nor once more").hasValue(told.getFirst());
        assertThat(key.nativeSigner()).as("nor does any other key").isEmpty();
        assertThat(key.sign(seed)).isEqualTo(inJava(seed, seed));
    }

    private static final class ForeignCrypto extends Provider {
        private static final long serialVersionUID = 1;

        ForeignCrypto() {
            super("other", "1", "signs otherwise");
            put("Signature.Ed25519", OtherSpi.class.getName());
        }
    }

    /** Takes everything, and signs nothing, or something else. */
    public static final class OtherSpi extends SignatureSpi {
        private static int bytes;

        @Override
        protected void engineInitSign(PrivateKey key) {}

        @Override
        protected void engineInitVerify(PublicKey key) {}

        @Override
        protected void engineUpdate(byte one) {}

        @Override
        protected void engineUpdate(byte[] from, int offset, int count) {}

        @Override
        protected byte[] engineSign() throws SignatureException {
            if (bytes == 0) {
                throw new SignatureException("not this one");
            }
            return new byte[bytes];
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
