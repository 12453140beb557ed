package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.List;

/**
 * An admitted intent with the leave to run it.
 *
 * @param session the intent's session
 * @param intentId the intent's id
 * @param intent what is wanted
 * @param fromAint who asks, in the caller's words
 * @param envelope the caller's record as it came; the payload is in there
 * @param intentHash {@code sha256:} of the envelope's body
 * @param payloadHash {@code sha256:} of the payload
 * @param origin the effective origin
 * @param principal the name of the key's holder
 * @param route where it leads
 * @param backend what must run it
 * @param deadlineMillis most wall time of the run, 1 ms to one hour
 * @param memoryMib most memory of the run in MiB
 * @param outputBytesMax most bytes of standard output and error together
 * @param grant the leave
 * @param createdAt when the caller made the intent
 * @param screenedAt when snaft screened it
 * @param onBehalfOf whose rights it uses, by the names of those who delegated them, the first one first; none if it uses its own
 */
public record Order(
        String session,
        String intentId,
        String intent,
        String fromAint,
        Bytes envelope,
        String intentHash,
        String payloadHash,
        Origin origin,
        String principal,
        RouteTaken route,
        Backend backend,
        int deadlineMillis,
        int memoryMib,
        int outputBytesMax,
        Grant grant,
        Instant createdAt,
        Instant screenedAt,
        List<String> onBehalfOf) {
    /** What a gateway orders, and an executor grants, of {@link #outputBytesMax} where nobody has set another figure. */
    public static final int OUTPUT_BYTES_USUAL = 65_536;

    public Order {
        new IntentKey(session, intentId);
        Check.id("intent", intent);
        Check.printable("from_aint", fromAint, 256);
        Check.sha256("intent_hash", intentHash);
        Check.sha256("payload_hash", payloadHash);
        Check.printable("principal", principal, Check.ID_LENGTH_MAX);
        Check.time("created_at", createdAt);
        Check.time("screened_at", screenedAt);
        Check.range("deadline_millis", deadlineMillis, 1, 3_600_000);
        Check.range("memory_mib", memoryMib, 1, 65_536);
        Check.range("output_bytes_max", outputBytesMax, 0, 1 << 20);
        onBehalfOf = OnBehalf.checked(onBehalfOf);
    }

    /** Of an intent on its caller's own behalf. */
    public Order(
            String session,
            String intentId,
            String intent,
            String fromAint,
            Bytes envelope,
            String intentHash,
            String payloadHash,
            Origin origin,
            String principal,
            RouteTaken route,
            Backend backend,
            int deadlineMillis,
            int memoryMib,
            int outputBytesMax,
            Grant grant,
            Instant createdAt,
            Instant screenedAt) {
        this(
                session,
                intentId,
                intent,
                fromAint,
                envelope,
                intentHash,
                payloadHash,
                origin,
                principal,
                route,
                backend,
                deadlineMillis,
                memoryMib,
                outputBytesMax,
                grant,
                createdAt,
                screenedAt,
                List.of());
    }

    public IntentKey key() {
        return new IntentKey(session, intentId);
    }
}
