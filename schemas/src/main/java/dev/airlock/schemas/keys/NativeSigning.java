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

    /** Whether this process has it. */
    private sealed interface State {
        record NotYet() implements State {}

        /** @param failed told why, once, when it signs no more */
        record Loaded(Provider provider, Consumer<String> failed) implements State {}

        /** For good: what signs otherwise once is not asked a second time. */
        record Failed(String why) implements State {}
    }

    private static volatile State state = new State.NotYet();

    private NativeSigning() {}

    /**
     * Loads it, unless that was done; some tenths of a second. Afterwards every key of this process signs with it, also those that are there already.
     *
     * @param failed told why, once, should it fail later; from then on signatures are made in Java
     * @return why this process has it not; empty if it has
     */
    public static synchronized Optional<String> load(Consumer<String> failed) {
        return switch (state) {
            case State.Loaded _ -> Optional.empty();
            case State.Failed(String why) -> Optional.of(why);
            case State.NotYet _ -> loadNow(failed);
        };
    }

    private static Optional<String> loadNow(Consumer<String> failed) {
        if (!Boolean.getBoolean(LIBRARY_IS_A_FILE)) {
            return Optional.of("this JVM was not started with -D" + LIBRARY_IS_A_FILE + "=true");
        }
        try {
            state = new State.Loaded(Corretto.healthy(), failed);
            return Optional.empty();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            return Optional.of(e.toString());
        }
    }

    /** Whether this process signs with it now. */
    public static boolean isLoaded() {
        return state instanceof State.Loaded;
    }

    /** What signs for this key, once it is loaded. */
    static Optional<NativeSigner> of(byte[] seed, byte[] encodedPublic) {
        return state instanceof State.Loaded(Provider provider, Consumer<String> _)
                ? NativeSigner.of(provider, seed, encodedPublic)
                : Optional.empty();
    }

    /** No key signs with it any more. */
    static void failed(String why) {
        Consumer<String> told;
        synchronized (NativeSigning.class) {
            if (!(state instanceof State.Loaded(Provider _, Consumer<String> listener))) {
                return;
            }
            state = new State.Failed(why);
            told = listener;
        }
        told.accept(why); // without the lock, for which others wait who fail too
    }

    /** As in a process that has just begun: for tests. */
    static synchronized void forget() {
        state = new State.NotYet();
    }

    /** Whose class is not there where only a caller's classes are. */
    private static final class Corretto {
        static Provider healthy() {
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
            return AmazonCorrettoCryptoProvider.INSTANCE;
        }
    }
}
