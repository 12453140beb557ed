package dev.airlock.schemas.keys;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Ed25519 by AWS-LC, which is native code behind the Amazon Corretto Crypto Provider: the signatures that Bouncy Castle makes, in a third of the time. RFC 8032
 * section 5.1.6 leaves a signer no choice, so nobody can tell who made one. It only signs: what verifies reads what strangers wrote, and is Java.
 *
 * <p>A process has it from {@link #load} on, if its machine and its JVM's options let it in, and until it fails; else Bouncy Castle signs. Any thread.
 */
public final class NativeSigning {
    /**
     * That the library is a file on {@code java.library.path}. It is an option of the JVM, since the JDK itself makes the provider where it looks for one that it does
     * not know, and then would unpack the library among the temporary files. Source: ACCP 2.5, {@code Loader}.
     */
    static final String LIBRARY_IS_A_FILE = "com.amazon.corretto.crypto.provider.useExternalLib";

    /** @param failed told why, once, when it signs no more */
    private record Loaded(Provider provider, Consumer<String> failed) {}

    private static volatile Optional<Loaded> loaded = Optional.empty();

    private NativeSigning() {}

    /**
     * Loads it, unless that was done; some tenths of a second. Afterwards every key of this process signs with it, also those that are there already.
     *
     * @param failed told why, once, should it fail later; from then on signatures are made in Java
     * @return why this process has it not; empty if it has
     */
    public static synchronized Optional<String> load(Consumer<String> failed) {
        if (loaded.isPresent()) {
            return Optional.empty();
        }
        if (!Boolean.getBoolean(LIBRARY_IS_A_FILE)) {
            return Optional.of("this JVM was not started with -D" + LIBRARY_IS_A_FILE + "=true");
        }
        try {
            loaded = Optional.of(new Loaded(Corretto.healthy(), failed));
            return Optional.empty();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            return Optional.of(e.toString());
        }
    }

    /** Whether this process signs with it now. */
    public static boolean isLoaded() {
        return loaded.isPresent();
    }

    /** What signs for this key, once it is loaded. */
    static Optional<NativeSigner> of(byte[] seed, byte[] encodedPublic) {
        return loaded.map(Loaded::provider).flatMap(provider -> NativeSigner.of(provider, seed, encodedPublic));
    }

    /** No key signs with it any more. */
    static synchronized void failed(String why) {
        Optional<Loaded> before = loaded;
        loaded = Optional.empty();
        before.ifPresent(one -> one.failed().accept(why));
    }

    /** Whose class is not there where only a caller's classes are. */
    private static final class Corretto {
        static Provider healthy() {
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
            return AmazonCorrettoCryptoProvider.INSTANCE;
        }
    }
}
