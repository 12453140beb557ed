package dev.airlock.gateway.shell;

import dev.airlock.gateway.decide.Approvals;
import dev.airlock.gateway.decide.Approvals.Reading;
import dev.airlock.gateway.decide.Approving;
import dev.airlock.gateway.model.Wanted;
import dev.airlock.road.Bus;
import dev.airlock.road.DeadLetterBox;
import dev.airlock.road.Health;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.risk.LevelTable;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Signed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what operators approve. What is not signed by an operator, or does not fit what stands, becomes a dead letter and changes nothing; until
 * the topic is read, and while it cannot be, nothing is approved. Any thread may ask.
 */
final class ApprovalWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalWatch.class);
    /** An approval counts for an hour at most; the second is for clocks that disagree. */
    private static final Duration READ_BACK = Approvals.LENGTH_MAX.multipliedBy(2);

    private final KeyRing ring;
    private final DeadLetterBox letters;
    private final Tail tail;
    private final Set<String> early = ConcurrentHashMap.newKeySet();
    private volatile Approvals approvals = Approvals.none();
    private volatile boolean opened;

    private ApprovalWatch(Bus bus, KeyRing ring, InstantSource clock) {
        this.ring = ring;
        this.letters = new DeadLetterBox(bus, Station.GATEWAY, clock);
        this.tail = Tail.since(
                bus, Station.GATEWAY, Topic.APPROVALS, clock.instant().minus(READ_BACK), this::read);
    }

    /** Starts to follow; nobody waits for it. */
    static ApprovalWatch start(Bus bus, KeyRing ring, InstantSource clock) {
        return new ApprovalWatch(bus, ring, clock);
    }

    /** From now on an approval that comes is one that no earlier process of this node can have used. */
    void opened() {
        opened = true;
    }

    /** Whether this approval was there before {@link #opened}, or may have been. */
    boolean early(String approvalId) {
        return early.contains(approvalId);
    }

    /**
     * What answers for one decision.
     *
     * @param spent why an approval cannot be used any more; empty if it can
     * @param notBefore it is not earlier than this, whatever the clock of the decision says
     */
    Approving approving(Function<String, Optional<String>> spent, Instant notBefore) {
        return (screening, posture, now) -> search(
                trusted(approvals, tail.caughtUp(), tail.health(), tail.silence()),
                screening,
                posture,
                spent,
                now.isBefore(notBefore) ? notBefore : now);
    }

    /** Whether what was read may be taken for all that there is. */
    Health hearing() {
        return tail.hearing();
    }

    /** What may be relied on: nothing, where a rejection may have been missed. */
    static Approvals trusted(Approvals heard, boolean caughtUp, Health health, Duration silence) {
        return caughtUp && health instanceof Health.Running && silence.compareTo(Tail.TRUSTED_FOR) <= 0
                ? heard
                : Approvals.none();
    }

    /** Whether {@code known} approves what was screened; only then the caller's record is read. */
    static Approving.Answer search(
            Approvals known,
            Screening screening,
            Effective posture,
            Function<String, Optional<String>> spent,
            Instant now) {
        if (!known.about(screening.intent(), screening.principal(), screening.session())) {
            return new Approving.Answer.Not(Optional.empty());
        }
        return switch (Intents.contents(screening.envelope().toArray())) {
            case Malformed<Intents.Opened>(String reason) ->
                new Approving.Answer.Not(Optional.of("what is to be approved cannot be read: " + reason));
            case Good<Intents.Opened>(Intents.Opened opened) ->
                fits(screening, opened)
                        ? known.of(
                                Wanted.of(screening, opened.intent()),
                                posture.verdictId(),
                                Levels.TABLE.of(screening.risk(), contents(opened.intent())),
                                spent,
                                now)
                        : new Approving.Answer.Not(Optional.of("the record is not what was screened"));
        };
    }

    /** Read when the first approval is looked for. */
    private static final class Levels {
        static final LevelTable TABLE = LevelTable.load();
    }

    private static boolean fits(Screening screening, Intents.Opened opened) {
        return opened.intent().key().equals(screening.key())
                && opened.intent().intent().equals(screening.intent())
                && opened.payloadHash().equals(screening.payloadHash())
                && opened.intentHash().equals(screening.intentHash());
    }

    private static List<Bytes> contents(Intent intent) {
        List<Bytes> contents = new ArrayList<>();
        contents.add(intent.payload());
        intent.inputs().stream().map(NamedFile::content).forEach(contents::add);
        return contents;
    }

    private void read(Inbound record) {
        switch (Codecs.APPROVAL.open(record.value(), ring)) {
            case Malformed<Signed<Approval>>(String reason) -> refuse(record, reason);
            case Good<Signed<Approval>>(Signed<Approval> signed) -> {
                Approval said = signed.value();
                switch (approvals.after(
                        said, signed.keyId().value(), signed.holder().name(), record.appendedAt())) {
                    case Reading.Refused(String reason) -> refuse(record, reason);
                    case Reading.Kept(Approvals next) -> {
                        if (!opened || !tail.caughtUp()) {
                            early.add(said.approvalId());
                        }
                        approvals = next;
                        LOG.info(
                                "approval={} word={} by={} for={}",
                                said.approvalId(),
                                said.word(),
                                signed.holder().name(),
                                said.principal());
                    }
                }
            }
        }
    }

    private void refuse(Inbound record, String reason) {
        var _ = letters.put(record, reason);
    }

    @Override
    public void close() {
        tail.close();
        letters.close();
    }
}
