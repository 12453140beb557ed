package dev.airlock.cli;

import dev.airlock.gateway.decide.Approvals;
import dev.airlock.gateway.decide.Approvals.Entry;
import dev.airlock.gateway.decide.Gate;
import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was ever approved, as a gateway reads it, and which intents used it up, as the tokens say. */
final class ApprovalHistory {
    private static final Duration READING = Duration.ofMinutes(1);

    private final KeyRing ring;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> uses = new HashMap<>();
    private Approvals standing = Approvals.none();

    private ApprovalHistory(KeyRing ring) {
        this.ring = ring;
    }

    /**
     * One approval.
     *
     * @param usedBy the intent that used it up, with its token's type
     */
    record Seen(Entry entry, Optional<String> usedBy) {
        /** What has become of it, in a few words. */
        String state(Instant now) {
            if (usedBy.isPresent()) {
                return "used by " + usedBy.get();
            }
            if (entry.rejected().isPresent()) {
                return "rejected";
            }
            if (!now.isBefore(entry.approval().expiresAt())) {
                return "expired";
            }
            return entry.signersMissing() == 0 ? "stands" : "pending, needs " + entry.signersMissing() + " more";
        }
    }

    static ApprovalHistory read(Reach reach, KeyRing ring, TokenSource tokens) throws InterruptedException, Trouble {
        var history = new ApprovalHistory(ring);
        if (!Ledger.read(reach.bus(), Topic.APPROVALS, READING, history::hear)) {
            throw new Trouble(
                    Exit.UNAVAILABLE,
                    "the approvals could not be read within " + READING.toSeconds() + " s",
                    "airlock status");
        }
        Optional<Instant> first = history.entries.values().stream()
                .map(entry -> entry.approval().createdAt())
                .min(Comparator.naturalOrder());
        if (first.isPresent()) {
            history.lookForUses(reach, tokens, first.get().minus(Approvals.SKEW_MAX));
        }
        return history;
    }

    private void hear(Inbound record) {
        if (Codecs.APPROVAL.open(record.value(), ring) instanceof Good<Signed<Approval>>(Signed<Approval> signed)
                && standing.after(
                                signed.value(),
                                signed.keyId().value(),
                                signed.holder().name(),
                                record.appendedAt())
                        instanceof Approvals.Reading.Kept(Approvals next)) {
            standing = next;
            String id = signed.value().approvalId();
            next.entry(id).ifPresent(entry -> entries.put(id, entry));
        }
    }

    /** An approval lends its name to the grant, and the token names that. */
    private void lookForUses(Reach reach, TokenSource tokens, Instant from) throws Trouble {
        try {
            for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
                Replay.since(
                        reach.bus(), Station.CONSOLE, Topic.TOKENS, partition, from, record -> use(tokens, record));
            }
        } catch (BusUnreachable e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock status");
        }
    }

    private void use(TokenSource tokens, Inbound record) {
        try {
            Token token = tokens.read(record.value());
            token.content()
                    .eraan()
                    .grantId()
                    .filter(id -> id.startsWith(Gate.APPROVED))
                    .ifPresent(id -> uses.put(
                            id.substring(Gate.APPROVED.length()),
                            token.content().eraan().key().text() + " ("
                                    + token.record().tokenType() + ")"));
        } catch (TokenRejected | TokenSource.MalformedRecord _) {
            // Nobody's token, and so no use; airlock verify --all tells of it.
        }
    }

    /** All of them, the first first. */
    List<Seen> all() {
        return entries.values().stream().map(this::seen).toList();
    }

    private Seen seen(Entry entry) {
        return new Seen(entry, Optional.ofNullable(uses.get(entry.approval().approvalId())));
    }

    /** The approval whose id begins so. */
    Seen find(String id) throws Trouble {
        List<Seen> found = all().stream()
                .filter(one -> one.entry().approval().approvalId().startsWith(id))
                .toList();
        if (found.size() != 1) {
            throw new Trouble(
                    Exit.USAGE,
                    found.isEmpty() ? "no approval is called " + id : found.size() + " approvals begin with " + id,
                    "airlock approvals");
        }
        return found.getFirst();
    }
}
