package dev.airlock.ledger.audit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.PastRun;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Decoded.Good;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The records of one partition of orders, tokens and screenings as bytes whose order puts each intent's beside one another: SHA-256 of the intent's
 * whole name (32 bytes); orders, tokens, screenings (one byte: 0, 1, 2); the record's offset (8 bytes); what it says.
 */
public final class Cards {
    private static final int KEY_BYTES = 32;
    private static final int ORDER = 0;
    private static final int TOKEN = 1;
    private static final int SCREENING = 2;
    private static final int NOTED_BYTES = 256;

    private final int partition;

    /** Of this partition. */
    public Cards(int partition) {
        this.partition = partition;
    }

    /** What is written behind the beginning. */
    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] card(IntentKey key, int rank, long offset, Writing what) {
        var bytes = new ByteArrayOutputStream(NOTED_BYTES);
        // a zero byte cannot be in either, so that no two names give the same text
        bytes.writeBytes(
                Sha256.of((key.session() + '\0' + key.id()).getBytes(UTF_8)).bytes());
        var out = new DataOutputStream(bytes);
        try {
            out.writeByte(rank);
            out.writeLong(offset);
            what.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Of an order, without the intent's own record. */
    public byte[] ordered(long offset, Instant appended, Order terms) {
        return card(terms.key(), ORDER, offset, out -> {
            time(out, appended);
            out.write(Codecs.ORDER.body(terms));
        });
    }

    /** Of a screening, without the caller's record, which lies somewhere else. */
    public byte[] screened(long offset, Screening bare, long at, int length) {
        return card(bare.key(), SCREENING, offset, out -> {
            out.writeLong(at);
            out.writeInt(length);
            out.write(Codecs.SCREENING.body(bare));
        });
    }

    /** Of a gateway's refusal. */
    public byte[] refused(PastDecision decision, RefusalKind kind, String reason) {
        return card(decision.key(), TOKEN, decision.place().offset(), out -> {
            out.writeBoolean(true);
            name(out, decision.token().orElseThrow(), decision.key());
            out.writeUTF(decision.intentHash());
            out.writeUTF(decision.postureId());
            time(out, decision.at());
            time(out, decision.appended());
            out.writeUTF(kind.name());
            out.writeUTF(reason);
        });
    }

    /** Of any other token of the bus. */
    public byte[] ran(PastRun run) {
        return card(run.key(), TOKEN, run.place().offset(), out -> {
            out.writeBoolean(false);
            name(out, run.token(), run.key());
            time(out, run.appended());
            out.writeUTF(run.intentHash());
            out.writeBoolean(run.admitted().isPresent());
            time(out, run.admitted().orElse(Instant.EPOCH));
            out.writeUTF(run.grantId().orElse(""));
            out.writeBoolean(run.refused());
        });
    }

    private static void name(DataOutputStream out, String token, IntentKey key) throws IOException {
        out.writeUTF(token);
        out.writeUTF(key.session());
        out.writeUTF(key.id());
    }

    private static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant time(DataInputStream in) throws IOException {
        long seconds = in.readLong();
        return Instant.ofEpochSecond(seconds, in.readInt());
    }

    /** Whether a card is an order's. */
    public boolean isOrder(byte[] card) {
        return card[KEY_BYTES] == ORDER;
    }

    /** What a card says, which came from here. */
    public Card read(byte[] card) {
        var in = new DataInputStream(new ByteArrayInputStream(card, KEY_BYTES, card.length - KEY_BYTES));
        try {
            int rank = in.readByte();
            long offset = in.readLong();
            return switch (rank) {
                case ORDER ->
                    new Card.Ordered(
                            new RecordPlace(Topic.ORDERS, partition, offset),
                            time(in),
                            own(Codecs.ORDER.ofBody(in.readAllBytes())));
                case TOKEN -> token(RecordPlace.token(partition, offset), in);
                default -> {
                    long at = in.readLong();
                    int length = in.readInt();
                    yield new Card.Screened(own(Codecs.SCREENING.ofBody(in.readAllBytes())), at, length);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Card token(RecordPlace place, DataInputStream in) throws IOException {
        boolean refused = in.readBoolean();
        String token = in.readUTF();
        var key = new IntentKey(in.readUTF(), in.readUTF());
        if (refused) {
            return new Card.Refused(new PastDecision(
                    place,
                    Optional.of(token),
                    key,
                    in.readUTF(),
                    in.readUTF(),
                    time(in),
                    time(in),
                    new PastDecision.Word.Refused(RefusalKind.valueOf(in.readUTF()), in.readUTF())));
        }
        return new Card.Ran(new PastRun(
                place,
                token,
                key,
                time(in),
                in.readUTF(),
                admitted(in.readBoolean(), time(in)),
                Optional.of(in.readUTF()).filter(grant -> !grant.isEmpty()),
                in.readBoolean()));
    }

    private static Optional<Instant> admitted(boolean known, Instant time) {
        return known ? Optional.of(time) : Optional.empty();
    }

    private static <T> T own(Decoded<T> read) {
        if (read instanceof Good<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("a card is not what was written to it");
    }
}
