package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Snaft's word on an intent.
 *
 * @param session the intent's session
 * @param intentId the intent's id
 * @param intent what is wanted
 * @param fromAint who asks, in the caller's words
 * @param envelope the caller's record as it came, byte for byte
 * @param intentHash {@code sha256:} of the envelope's body
 * @param payloadHash {@code sha256:} of the payload
 * @param origin the effective origin: the key's class, lowered if the caller asked for it
 * @param principal the name of the key's holder, or {@code anonymous}
 * @param identityBound whether a known key signed the intent
 * @param backend what must run it
 * @param timeoutMillis as asked; 0 means the default
 * @param memoryMib as asked, or else what runs of the route get, in MiB; 0 only where no route leads
 * @param route where it leads; empty if nowhere
 * @param hits the rules that had something to say, refusing or not
 * @param refusal why it must not go on; empty if it may
 * @param createdAt when the caller made it
 * @param screenedAt when this was decided
 * @param risk how much harm an intent of this name can do
 * @param trustPercent how far the caller is trusted, in per cent from 0 to 100: its score times 100, rounded down
 * @param onBehalfOf whose rights it uses, by the names of those who delegated them, the first one first; none if it uses its own
 */
public record Screening(
        String session,
        String intentId,
        String intent,
        String fromAint,
        Bytes envelope,
        String intentHash,
        String payloadHash,
        Origin origin,
        String principal,
        boolean identityBound,
        Backend backend,
        int timeoutMillis,
        int memoryMib,
        Optional<RouteTaken> route,
        List<RuleHit> hits,
        Optional<Refusal> refusal,
        Instant createdAt,
        Instant screenedAt,
        Risk risk,
        int trustPercent,
        List<String> onBehalfOf) {
    public Screening {
        new IntentKey(session, intentId);
        Check.id("intent", intent);
        Check.printable("from_aint", fromAint, 256);
        Check.printable("principal", principal, Check.ID_LENGTH_MAX);
        Check.range("timeout_millis", timeoutMillis, 0, 3_600_000);
        Check.range("memory_mib", memoryMib, 0, 65_536);
        Check.time("created_at", createdAt);
        Check.time("screened_at", screenedAt);
        Check.range("trust_percent", trustPercent, 0, 100);
        hits = List.copyOf(hits);
        onBehalfOf = OnBehalf.checked(onBehalfOf);
        if (route.isEmpty() && refusal.isEmpty()) {
            throw new IllegalArgumentException("an intent without a route must be refused");
        }
    }

    /** Of an intent on its caller's own behalf. */
    public Screening(
            String session,
            String intentId,
            String intent,
            String fromAint,
            Bytes envelope,
            String intentHash,
            String payloadHash,
            Origin origin,
            String principal,
            boolean identityBound,
            Backend backend,
            int timeoutMillis,
            int memoryMib,
            Optional<RouteTaken> route,
            List<RuleHit> hits,
            Optional<Refusal> refusal,
            Instant createdAt,
            Instant screenedAt,
            Risk risk,
            int trustPercent) {
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
                identityBound,
                backend,
                timeoutMillis,
                memoryMib,
                route,
                hits,
                refusal,
                createdAt,
                screenedAt,
                risk,
                trustPercent,
                List.of());
    }

    /** The same word with another risk and another trust. */
    public Screening weighed(Risk risk, int trustPercent) {
        return new Screening(
                session,
                intentId,
                intent,
                fromAint,
                envelope,
                intentHash,
                payloadHash,
                origin,
                principal,
                identityBound,
                backend,
                timeoutMillis,
                memoryMib,
                route,
                hits,
                refusal,
                createdAt,
                screenedAt,
                risk,
                trustPercent,
                onBehalfOf);
    }

    /** The same word with another record of the caller's beside it. */
    public Screening with(Bytes envelope) {
        return new Screening(
                session,
                intentId,
                intent,
                fromAint,
                envelope,
                intentHash,
                payloadHash,
                origin,
                principal,
                identityBound,
                backend,
                timeoutMillis,
                memoryMib,
                route,
                hits,
                refusal,
                createdAt,
                screenedAt,
                risk,
                trustPercent,
                onBehalfOf);
    }

    public IntentKey key() {
        return new IntentKey(session, intentId);
    }
}
