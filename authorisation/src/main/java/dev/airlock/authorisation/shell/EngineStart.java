package dev.airlock.authorisation.shell;

import dev.airlock.authorisation.cedar.CedarEngine;
import dev.airlock.authorisation.cedar.CedarSet;
import dev.airlock.authorisation.cedar.Compiled;
import dev.airlock.authorisation.cedar.EngineMissing;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The engine with the release's own set, loading on a thread of its own: that takes some tenths of a second, in which a node's broker starts
 * anyhow.
 */
public final class EngineStart {
    private final CompletableFuture<Loaded> loaded = new CompletableFuture<>();

    /** How it ended. */
    sealed interface Loaded {
        /** It answers. */
        record Ready(CedarEngine engine, CedarSet ownSet) implements Loaded {}

        /** It does not, for this reason. */
        record Missing(String why) implements Loaded {}
    }

    /** The one of this process; begun when it is first asked for. */
    private static final class Own {
        private static final EngineStart START = begin(System.getenv());

        private Own() {}
    }

    private EngineStart() {}

    /** The engine of this process, which begins to load now if it has not before; the library can be loaded once only. */
    public static EngineStart ofThisProcess() {
        return Own.START;
    }

    /** Begins to load the engine that {@code environment} names. */
    static EngineStart begin(Map<String, String> environment) {
        var start = new EngineStart();
        Thread.ofPlatform().name("policy-engine").daemon().start(() -> start.run(environment));
        return start;
    }

    private void run(Map<String, String> environment) {
        try {
            loaded.complete(load(environment));
        } catch (InterruptedException | RuntimeException | Error e) {
            loaded.complete(new Loaded.Missing("the policy engine did not start: " + e));
        }
    }

    private static Loaded load(Map<String, String> environment) throws InterruptedException {
        try {
            CedarEngine engine = CedarEngine.load(environment, Distribution.schema(), Distribution.base());
            return switch (engine.compile(Distribution.policies())) {
                case Compiled.Good(CedarSet set) -> new Loaded.Ready(engine, set);
                case Compiled.Faulty faulty ->
                    new Loaded.Missing("the release's own policies do not pass: "
                            + faulty.faults().getFirst());
            };
        } catch (EngineMissing e) {
            return new Loaded.Missing(e.getMessage());
        }
    }

    /**
     * The engine; waits for it.
     *
     * @throws EngineMissing if it cannot be used here, with the reason and the fix
     */
    public CedarEngine engine() throws EngineMissing, InterruptedException {
        return switch (await()) {
            case Loaded.Ready(CedarEngine engine, var _) -> engine;
            case Loaded.Missing(String why) -> throw new EngineMissing(why);
        };
    }

    /** How it ended; waits for that. */
    Loaded await() throws InterruptedException {
        try {
            return loaded.get();
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
