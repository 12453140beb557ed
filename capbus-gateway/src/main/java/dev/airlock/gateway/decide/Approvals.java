package dev.airlock.gateway.decide;

import dev.airlock.gateway.decide.Approving.Answer;
import dev.airlock.gateway.model.Wanted;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.ApprovalWord;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.risk.LevelTable.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What operators have approved, by the records of the topic in their order. A record that does not fit what stands changes nothing. Immutable,
 * safe for any thread.
 */
public final class Approvals {
    /** The longest that an approval counts. */
    public static final Duration LENGTH_MAX = Duration.ofHours(1);
    /** How long it counts if nobody says otherwise. */
    public static final Duration LENGTH_DEFAULT = Duration.ofMinutes(10);
    /** How far an operator's clock may be ahead of the broker's. */
    public static final Duration SKEW_MAX = Duration.ofSeconds(60);
    /** How many approvals may stand at once. */
    public static final int STANDING_MAX = 1024;

    private static final Approvals NONE = new Approvals(Map.of());

    private final Map<String, Entry> entries;

    private Approvals(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** Nothing is approved. */
    public static Approvals none() {
        return NONE;
    }

    /**
     * One approval and who signed it.
     *
     * @param approval as it was first said
     * @param signers the ids of the keys that signed it, each once
     * @param rejected who took it back, and why; empty if nobody did
     */
    public record Entry(Approval approval, Set<String> signers, Optional<String> rejected) {
        public Entry {
            signers = Set.copyOf(signers);
        }

        /** How many more operators have to sign it. */
        public int signersMissing() {
            return Math.max(0, approval.level().operators() - signers.size());
        }
    }

    /** What became of a record. */
    public sealed interface Reading {
        /** It counts. */
        record Kept(Approvals approvals) implements Reading {}

        /** It changes nothing, for this reason. */
        record Refused(String reason) implements Reading {}
    }

    /**
     * These approvals after {@code said}.
     *
     * @param keyId the operator's key whose signature was checked
     * @param name what that key is called on the ring
     * @param appendedAt when the broker took the record, by its clock; what has ended before that is forgotten
     */
    public Reading after(Approval said, String keyId, String name, Instant appendedAt) {
        Map<String, Entry> standing = standing(appendedAt);
        Optional<Entry> before = Optional.ofNullable(standing.get(said.approvalId()));
        Optional<String> fault = byItself(said, appendedAt).or(() -> switch (said.word()) {
            case REJECT -> before.isPresent() ? Optional.empty() : Optional.of("nothing stands that it rejects");
            case APPROVE ->
                before.map(one -> bySigner(one, said, keyId)).orElseGet(() -> byFirst(standing, said, name));
        });
        if (fault.isPresent()) {
            return new Reading.Refused("approval " + said.approvalId() + ": " + fault.get());
        }
        standing.put(said.approvalId(), entry(before, said, keyId, name));
        return new Reading.Kept(new Approvals(standing));
    }

    private Map<String, Entry> standing(Instant now) {
        var standing = new LinkedHashMap<>(entries);
        standing.values()
                .removeIf(entry -> !now.isBefore(entry.approval().expiresAt().plus(SKEW_MAX)));
        return standing;
    }

    private static Entry entry(Optional<Entry> before, Approval said, String keyId, String name) {
        Entry entry = before.orElseGet(() -> new Entry(said, Set.of(), Optional.empty()));
        if (said.word() == ApprovalWord.REJECT) {
            return new Entry(entry.approval(), entry.signers(), Optional.of(name + " rejected it: " + said.reason()));
        }
        var signers = new HashSet<>(entry.signers());
        signers.add(keyId);
        return new Entry(entry.approval(), signers, entry.rejected());
    }

    /** What is wrong with it whatever stands. */
    private static Optional<String> byItself(Approval said, Instant appendedAt) {
        Duration length = Duration.between(said.createdAt(), said.expiresAt());
        if (length.compareTo(LENGTH_MAX) > 0) {
            return Optional.of("it counts for " + length + "; " + LENGTH_MAX + " is the most");
        }
        if (said.createdAt().isAfter(appendedAt.plus(SKEW_MAX))) {
            return Optional.of("created_at " + said.createdAt() + " is more than " + SKEW_MAX.toSeconds()
                    + " s ahead of the broker's " + appendedAt);
        }
        if (!appendedAt.isBefore(said.expiresAt())) {
            return Optional.of("it had expired at " + said.expiresAt() + " when it came, at " + appendedAt);
        }
        if (said.origin() == Origin.EXTERNAL_AI) {
            return Optional.of("origin is external_ai, which nobody can approve");
        }
        boolean door =
                switch (said.lane()) {
                    case BUS -> said.node().isEmpty();
                    case FAST -> !said.node().isEmpty();
                    case UNKNOWN -> false;
                };
        return door
                ? Optional.empty()
                : Optional.of("no door of lane " + said.lane() + " has the node '" + said.node() + "'");
    }

    private static Optional<String> byFirst(Map<String, Entry> standing, Approval said, String name) {
        if (!said.operator().equals(name)) {
            return Optional.of("it is in the name of " + said.operator() + " and signed by " + name
                    + "; the first to sign is the one it names");
        }
        return standing.size() < STANDING_MAX
                ? Optional.empty()
                : Optional.of(STANDING_MAX + " approvals stand already; reject some, or wait until they expire");
    }

    private static Optional<String> bySigner(Entry before, Approval said, String keyId) {
        if (!before.approval().equals(said)) {
            return Optional.of("another approval has this id");
        }
        if (before.rejected().isPresent()) {
            return before.rejected();
        }
        return before.signers().contains(keyId)
                ? Optional.of(keyId + " has signed it already; a co-signer needs another operator's key")
                : Optional.empty();
    }

    /** Whether any approval is about intents of this name, principal and session, so that it is worth to look closer. */
    public boolean about(String intent, String principal, String session) {
        return entries.values().stream().anyMatch(entry -> about(entry.approval(), intent, principal, session));
    }

    private static boolean about(Approval approval, String intent, String principal, String session) {
        return approval.intent().equals(intent)
                && approval.principal().equals(principal)
                && approval.session().equals(session);
    }

    /**
     * The approval of an intent that counts, or why none does.
     *
     * @param verdictId the verdict behind the posture that binds the intent now
     * @param asked how much an approval of this intent has to weigh
     * @param spent why the approval of an id cannot be used any more; empty if it can
     * @param now an approval counts until right before the time at which it expires
     */
    public Answer of(
            Wanted wanted, String verdictId, Asked asked, Function<String, Optional<String>> spent, Instant now) {
        Optional<String> why = Optional.empty();
        for (Entry entry : entries.values()) {
            Approval approval = entry.approval();
            if (about(
                    approval,
                    wanted.intent().intent(),
                    wanted.principal(),
                    wanted.intent().session())) {
                Optional<String> objection = byTarget(approval, wanted)
                        .or(() -> byWeight(entry, asked))
                        .or(() -> byMoment(approval, verdictId, now))
                        .or(() -> spent.apply(approval.approvalId()));
                if (objection.isEmpty()) {
                    return new Answer.By(approval);
                }
                why = objection.map(text -> "approval " + approval.approvalId() + " does not count: " + text);
            }
        }
        return new Answer.Not(why);
    }

    private static Optional<String> byTarget(Approval approval, Wanted wanted) {
        if (approval.origin() != wanted.origin()) {
            return Optional.of("it is for " + approval.origin() + ", and this is " + wanted.origin());
        }
        if (approval.lane() != wanted.intent().lane()
                || !approval.node().equals(wanted.intent().node())) {
            return Optional.of("it is for "
                    + (approval.lane() == Lane.BUS ? "the bus" : "the fast lane of node " + approval.node()));
        }
        if (!approval.payloadHash().equals(wanted.payloadHash())) {
            return Optional.of(
                    "it is for the payload " + approval.payloadHash() + ", and this one is " + wanted.payloadHash());
        }
        if (approval.intentHash().isEmpty() && !wanted.intent().inputs().isEmpty()) {
            return Optional.of("this intent has input files, which only an approval by the intent's hash covers");
        }
        return approval.intentHash()
                .filter(hash -> !hash.equals(wanted.intentHash()))
                .map(hash -> "it is for the intent " + hash + ", and this one is " + wanted.intentHash());
    }

    private static Optional<String> byWeight(Entry entry, Asked asked) {
        if (entry.rejected().isPresent()) {
            return entry.rejected();
        }
        if (entry.approval().level().compareTo(asked.level()) < 0) {
            return Optional.of("it is " + entry.approval().level() + ", and " + asked.level() + " is needed, since "
                    + asked.why());
        }
        return entry.signersMissing() == 0
                ? Optional.empty()
                : Optional.of(entry.approval().level() + " needs " + entry.signersMissing()
                        + " more operators; airlock approve --cosign "
                        + entry.approval().approvalId());
    }

    private static Optional<String> byMoment(Approval approval, String verdictId, Instant now) {
        if (!now.isBefore(approval.expiresAt())) {
            return Optional.of("it expired at " + approval.expiresAt());
        }
        return approval.verdictId().equals(verdictId)
                ? Optional.empty()
                : Optional.of("it was given under verdict " + approval.verdictId() + ", and now verdict " + verdictId
                        + " holds; approve it again");
    }

    /** The approval of this id, if it stands. */
    public Optional<Entry> entry(String approvalId) {
        return Optional.ofNullable(entries.get(approvalId));
    }
}
