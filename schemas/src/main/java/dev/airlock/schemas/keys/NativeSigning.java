package dev.airlock.schemas.keys;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 by AWS-LC, which is native code behind the Amazon Corretto Crypto Provider: the signatures that Bouncy Castle makes, in a third of the time. RFC 8032
 * section 5.1.6 leaves a signer no choice, so nobody can tell who made one. It only signs: what verifies reads what strangers wrote, and is Java.
 *
 * <p>A process has it from {@link #load} on, if its machine and its JVM's options let it in; else Bouncy Castle signs. Any thread.
 */
public final class NativeSigning {
    /** The provider's own name for: the library is a file on java.library.path. Source: ACCP 2.5, {@code Loader}. */
    private static final String LIBRARY_IS_A_FILE = "com.amazon.corretto.crypto.provider.useExternalLib";

    private static final int TRIALS = 8;

    private static volatile Optional<Provider> provider = Optional.empty();

    private NativeSigning() {}

    /**
     * Loads it, unless that was done; some tenths of a second. Afterwards every key of this process signs with it, also those that are there already.
     *
     * @return why this process has it not; empty if it has
     */
    public static synchronized Optional<String> load() {
        if (provider.isPresent()) {
            return Optional.empty();
        }
        try {
            // Otherwise it would be unpacked among the temporary files.
            System.setProperty(LIBRARY_IS_A_FILE, "true");
            Provider found = Amazon.provider();
            checkAgrees(found);
            provider = Optional.of(found);
            return Optional.empty();
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            return Optional.of(e.toString());
        }
    }

    /** What signs for this seed, once it is loaded. */
    static Optional<NativeSigner> of(byte[] seed) {
        return provider.map(loaded -> new NativeSigner(loaded, seed));
    }

    /** Some signatures of a key that nobody uses, in both ways: a library that answers anything else is none of ours. */
    private static void checkAgrees(Provider found) throws GeneralSecurityException {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        var trial = new NativeSigner(found, seed);
        for (int i = 0; i < TRIALS; i++) {
            byte[] message = new byte[i * i * i * i];
            Arrays.fill(message, (byte) i);
            byte[] wanted = new byte[Ed25519.SIGNATURE_SIZE];
            Ed25519.sign(seed, 0, message, 0, message.length, wanted, 0);
            byte[] made = trial.sign(message).orElseThrow(() -> new GeneralSecurityException("AWS-LC does not sign"));
            if (!Arrays.equals(wanted, made)) {
                throw new GeneralSecurityException("AWS-LC's signature of " + message.length + " bytes is another one");
            }
        }
    }

    /** Whose class is not there where only a caller's classes are. */
    private static final class Amazon {
        static Provider provider() {
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
            return AmazonCorrettoCryptoProvider.INSTANCE;
        }
    }
}
