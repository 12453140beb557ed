package dev.airlock.lane.shell;

import dev.airlock.lane.Conclusion;
import dev.airlock.lane.FastLane.Said;
import dev.airlock.lane.journal.Journal;
import dev.airlock.lane.journal.JournalBroken;
import dev.airlock.lane.journal.Room;
import dev.airlock.lane.model.LaneRecord.End;
import dev.airlock.lane.model.Parcel;
import dev.airlock.lane.model.Wish;
import dev.airlock.lane.wire.LaneRecords;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Seals tokens and writes them into the journal. Both are one step under the lock of the chain, so that the order in the journal is the
 * order in the chain. Any thread.
 */
final class Scribe {
    /** What a token, its event and what is around them take at most: 64 violations of 628 characters, and a reason. */
    static final int TOKEN_BYTES_MAX = 256 << 10;
    /** What a trace takes in a record of the journal at most. */
    static final int TRACE_BYTES_MAX = 1 << 10;

    private final SigningKey key;
    private final String actor;
    private final Chains chains;
    private final Journal journal;
    private final InstantSource clock;
    private final ReentrantLock[] locks;
    /** A child is never older than its parent, whatever the clock does. */
    private final Instant[] newest;

    Scribe(SigningKey key, String actor, Chains chains, Journal journal, InstantSource clock) {
        this.key = key;
        this.actor = actor;
        this.chains = chains;
        this.journal = journal;
        this.clock = clock;
        int partitions = Topic.TOKENS.partitions();
        this.locks = Stream.generate(ReentrantLock::new).limit(partitions).toArray(ReentrantLock[]::new);
        this.newest = new Instant[partitions];
        Arrays.fill(newest, Instant.MIN);
    }

    /**
     * A token that is written, and on the disk once {@code sequence} is.
     *
     * @param record the token's record, encoded
     */
    record Written(long sequence, TokenRecord token, Bytes record, Optional<Output> output) {
        Said.Journaled said() {
            return new Said.Journaled(token, output);
        }
    }

    /**
     * What a token is written for.
     *
     * @param begin the record with which the run began, if there was one
     * @param wish the intent, if it is one
     * @param told the events of its admission
     * @param trace which of its caller's traces it belongs to
     */
    record Occasion(OptionalLong begin, Optional<Wish> wish, List<Parcel> told, Optional<TraceContext> trace) {}

    /** Seals and writes. */
    Written write(Conclusion conclusion, Occasion occasion, Room room) throws JournalBroken {
        int partition = Chains.partitionOf(conclusion.key().session());
        ReentrantLock lock = locks[partition];
        lock.lock();
        try {
            Sealer.Sealed sealed = seal(conclusion, partition);
            Token token = sealed.token();
            TokenRecord record = token.record();
            Optional<Output> output = conclusion.output(token);
            List<Parcel> parcels = parcels(conclusion, token, record, output, partition);
            parcels.addAll(occasion.told());
            byte[] end = LaneRecords.write(
                    new End(occasion.begin(), occasion.wish(), sealed.next().text(), parcels, occasion.trace()));
            long sequence = journal.append(room, end, _ -> chains.advance(sealed.next()));
            return new Written(sequence, record, parcels.getFirst().value(), output);
        } finally {
            lock.unlock();
        }
    }

    private Sealer.Sealed seal(Conclusion conclusion, int partition) {
        Instant now = clock.instant();
        newest[partition] = now.isAfter(newest[partition]) ? now : newest[partition];
        ChainHead head = chains.head(partition);
        var seal = new Conclusion.Seal(new TokenId(UUID.randomUUID().toString()), actor, newest[partition]);
        return Sealer.seal(conclusion.token(seal), head, key);
    }

    private static List<Parcel> parcels(
            Conclusion conclusion, Token token, TokenRecord record, Optional<Output> output, int partition) {
        OptionalInt there = OptionalInt.of(partition);
        List<Parcel> parcels = new ArrayList<>();
        parcels.add(new Parcel(Topic.TOKENS, there, utf8(record.session()), Bytes.of(Codecs.TOKEN.encode(record))));
        output.ifPresent(one -> parcels.add(
                new Parcel(Topic.OUTPUTS, there, utf8(one.key().text()), Bytes.of(Codecs.OUTPUT.encode(one)))));
        conclusion.event(token).map(Scribe::parcel).ifPresent(parcels::add);
        return parcels;
    }

    /** An event for the bus. */
    static Parcel parcel(GatewayEvent event) {
        return new Parcel(Topic.EVENTS, OptionalInt.empty(), utf8(Posture.FLEET), Bytes.of(Codecs.EVENT.encode(event)));
    }

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
