package dev.airlock.schemas.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a caller wants done, with who and why.
 *
 * @param id the caller's name for this intent, unique in its session
 * @param session what is kept in order, and what is isolated together
 * @param intent what is wanted, for example {@code code:execute}; 1 to 128 characters
 * @param fromAint who asks, in the caller's own words, 1 to 256 characters without control characters; never believed
 * @param origin as what the caller wants to be treated; it only ever lowers the origin of its key
 * @param lane the lane that this intent may take; another lane refuses it
 * @param node on the fast lane the only node that may take it; empty on the bus
 * @param payload what is to be run
 * @param timeoutMillis most wall time for the run; 0 means the route's default
 * @param memoryMib most memory for the run; 0 means the route's figure
 * @param backend what must run it
 * @param createdAt when the caller made it; years 2000 to 9999, as all times of the road
 * @param nonce makes two otherwise equal intents differ
 * @param inputs files that the program finds below {@code /in}, at most {@value #INPUTS_MAX}; what they may have together with
 *     the payload is the ingress's limit
 * @param outputs the names of files below {@code /out} that are kept after the run, at most {@value #OUTPUTS_MAX}
 * @param mode how strict its policy is to be; executors grant {@link Mode#AUDIT} to few
 * @param delegations the chain of delegations that it rests on, the root's first; none if its caller wants it on his own behalf
 */
public record Intent(
        String id,
        String session,
        String intent,
        String fromAint,
        Origin origin,
        Lane lane,
        String node,
        Bytes payload,
        int timeoutMillis,
        int memoryMib,
        Backend backend,
        Instant createdAt,
        String nonce,
        List<NamedFile> inputs,
        List<String> outputs,
        Mode mode,
        List<SignedDelegation> delegations) {
    /** Files that go in. */
    public static final int INPUTS_MAX = 64;
    /** Files that come out. */
    public static final int OUTPUTS_MAX = 16;
    /** How long before it comes in an intent may have been made. */
    public static final Duration AGE_MAX = Duration.ofMinutes(10);
    /** How far ahead of the clock that takes it an intent may have been made. */
    public static final Duration AHEAD_MAX = Duration.ofSeconds(60);

    public Intent {
        Check.id("intent id", id);
        Check.id("session", session);
        Check.id("intent", intent);
        Check.printable("from_aint", fromAint, 256);
        if (!node.isEmpty()) {
            Check.printable("node", node, Check.ID_LENGTH_MAX);
        }
        Check.range("timeout_millis", timeoutMillis, 0, 3_600_000);
        Check.range("memory_mib", memoryMib, 0, 65_536);
        Check.time("created_at", createdAt);
        Check.id("nonce", nonce);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        FileName.checkAll("inputs", inputs.stream().map(NamedFile::name).toList(), INPUTS_MAX);
        FileName.checkAll("outputs", outputs, OUTPUTS_MAX);
        delegations = SignedDelegation.chain(delegations);
    }

    /** An intent without files, on its caller's own behalf, whose policy is enforced. */
    public Intent(
            String id,
            String session,
            String intent,
            String fromAint,
            Origin origin,
            Lane lane,
            String node,
            Bytes payload,
            int timeoutMillis,
            int memoryMib,
            Backend backend,
            Instant createdAt,
            String nonce) {
        this(
                id,
                session,
                intent,
                fromAint,
                origin,
                lane,
                node,
                payload,
                timeoutMillis,
                memoryMib,
                backend,
                createdAt,
                nonce,
                List.of(),
                List.of(),
                Mode.ENFORCE,
                List.of());
    }

    /** The same with files. */
    public Intent with(List<NamedFile> newInputs, List<String> newOutputs) {
        return new Intent(
                id,
                session,
                intent,
                fromAint,
                origin,
                lane,
                node,
                payload,
                timeoutMillis,
                memoryMib,
                backend,
                createdAt,
                nonce,
                newInputs,
                newOutputs,
                mode,
                delegations);
    }

    /** The same in another mode. */
    public Intent in(Mode newMode) {
        return new Intent(
                id,
                session,
                intent,
                fromAint,
                origin,
                lane,
                node,
                payload,
                timeoutMillis,
                memoryMib,
                backend,
                createdAt,
                nonce,
                inputs,
                outputs,
                newMode,
                delegations);
    }

    /** The same on behalf of whoever gave this chain. */
    public Intent on(List<SignedDelegation> chain) {
        return new Intent(
                id,
                session,
                intent,
                fromAint,
                origin,
                lane,
                node,
                payload,
                timeoutMillis,
                memoryMib,
                backend,
                createdAt,
                nonce,
                inputs,
                outputs,
                mode,
                chain);
    }

    /** Bytes of the payload and of all inputs. */
    public long contentBytes() {
        return payload.size()
                + inputs.stream().mapToLong(file -> file.content().size()).sum();
    }

    public IntentKey key() {
        return new IntentKey(session, id);
    }
}
