package dev.airlock.authorisation.cedar;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.schema.Schema;
import dev.airlock.authorisation.decide.Trials;
import dev.airlock.authorisation.model.Fault;
import dev.airlock.authorisation.wire.PolicySets;
import dev.airlock.schemas.model.PolicyFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Cedar, with the release's schema and base policies. The engine is Rust behind JNI ({@code com.cedarpolicy:cedar-java}); its library is the file
 * that the environment's {@value #LIBRARY} names. Any thread.
 */
public final class CedarEngine {
    /** What names the engine's library, as a path. Source: cedar-java 4.10, {@code LibraryLoader}. */
    public static final String LIBRARY = "CEDAR_JAVA_FFI_LIB";

    /** Bytes of stack for the engine's recursive parser: with the JVM's usual stack a hundred nested brackets end the process. */
    private static final long STACK_BYTES = 64L << 20;

    private final AuthorizationEngine engine;
    private final Schema schema;
    private final List<PolicyFile> base;

    private CedarEngine(AuthorizationEngine engine, Schema schema, List<PolicyFile> base) {
        this.engine = engine;
        this.schema = schema;
        this.base = List.copyOf(base);
    }

    /**
     * The engine; it takes some tenths of a second the first time.
     *
     * @param environment of this process
     * @param schema what policies may speak of, in Cedar's own notation
     * @param base policies that every set gets
     * @throws EngineMissing if this machine or this JVM's flags do not let the library in
     */
    public static CedarEngine load(Map<String, String> environment, String schema, List<PolicyFile> base)
            throws EngineMissing {
        if (environment.getOrDefault(LIBRARY, "").isEmpty()) {
            throw new EngineMissing(
                    LIBRARY + " names no library; start by the airlock launcher, or set it to the distribution's"
                            + " native/libcedar_java_ffi.so",
                    null);
        }
        try {
            var engine = new BasicAuthorizationEngine();
            var parsed = Schema.parse(Schema.JsonOrCedar.Cedar, schema);
            parsed.cache();
            return new CedarEngine(engine, parsed, base);
        } catch (LinkageError e) {
            Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            throw new EngineMissing(
                    "the library " + environment.get(LIBRARY) + " does not load: " + cause.getMessage()
                            + "; it is for Linux on x86-64, and the JVM needs --enable-native-access=cedar.java",
                    e);
        } catch (AuthException | CacheException e) {
            throw new IllegalStateException("the release's own schema of policies: " + e.getMessage(), e);
        }
    }

    /**
     * Checks a set: each piece is one policy with an id and a reason, no id is there twice or the base's, all fit the schema, and the set answers
     * {@link Trials} rightly.
     *
     * @param files sorted by name
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public Compiled compile(List<PolicyFile> files) throws InterruptedException {
        return roomy(() -> check(files));
    }

    private Compiled check(List<PolicyFile> files) {
        String version;
        try {
            version = PolicySets.versionOf(files);
        } catch (IllegalArgumentException e) {
            return new Compiled.Faulty(List.of(new Fault(Fault.WHOLE, 0, e.getMessage())));
        }
        Draft draft = Draft.of(engine, schema, base, files);
        if (!draft.faults().isEmpty()) {
            return new Compiled.Faulty(draft.faults());
        }
        CedarSet set = draft.set(version);
        List<Fault> failures = Trials.failures(set).stream()
                .map(failure -> new Fault(Fault.WHOLE, 0, failure))
                .toList();
        return failures.isEmpty() ? new Compiled.Good(set) : new Compiled.Faulty(failures);
    }

    private static <T> T roomy(Callable<T> work) throws InterruptedException {
        var task = new FutureTask<>(work);
        var thread = new Thread(null, task, "policy-compiler", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        thread.join();
        return switch (task.state()) {
            case SUCCESS -> task.resultNow();
            case FAILED -> throw new IllegalStateException("policies could not be checked", task.exceptionNow());
            case RUNNING, CANCELLED -> throw new AssertionError("a thread that ended has run");
        };
    }
}
