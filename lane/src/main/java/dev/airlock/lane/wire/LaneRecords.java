package dev.airlock.lane.wire;

import dev.airlock.lane.model.LaneRecord;
import dev.airlock.lane.model.LaneRecord.Begin;
import dev.airlock.lane.model.LaneRecord.End;
import dev.airlock.lane.model.LaneRecord.Heads;
import dev.airlock.lane.model.Parcel;
import dev.airlock.lane.model.Wish;
import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A record of the journal: one byte for its kind, then what {@link DataOutputStream} makes of its fields in their order, of a {@code begin}
 * with an Avro record behind them. Before one that has a trace stand a kind for that, and the trace. Read by the version that wrote it and by later ones, on the same node. What earlier versions wrote does
 * not say who sent an intent with which files, so nothing is its copy.
 */
public final class LaneRecords {
    private static final int OLD_BEGIN = 1;
    private static final int OLD_END = 2;
    private static final int HEADS = 3;
    private static final int OLD_BEGIN_TOLD = 4;
    private static final int BEGIN = 5;
    private static final int END = 6;
    private static final int TRACED = 7;
    private static final long NO_BEGIN = -1;

    private LaneRecords() {}

    /** The bytes of a record. */
    public static byte[] write(LaneRecord record) {
        var bytes = new ByteArrayOutputStream(4096);
        try (var out = new DataOutputStream(bytes)) {
            switch (record) {
                case Begin begin -> begin(begin, out);
                case End end -> end(end, out);
                case Heads(List<String> heads) -> {
                    out.writeByte(HEADS);
                    out.writeInt(heads.size());
                    for (String head : heads) {
                        out.writeUTF(head);
                    }
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void trace(Optional<TraceContext> trace, DataOutputStream out) throws IOException {
        if (trace.isPresent()) {
            out.writeByte(TRACED);
            out.writeUTF(trace.get().traceparent());
            out.writeUTF(trace.get().tracestate());
        }
    }

    private static void begin(Begin begin, DataOutputStream out) throws IOException {
        trace(begin.trace(), out);
        out.writeByte(BEGIN);
        Wishes.write(begin.wish(), out);
        parcels(begin.told(), out);
        out.write(Codecs.BEGUN.encode(begin.begun()));
    }

    private static void parcels(List<Parcel> parcels, DataOutputStream out) throws IOException {
        out.writeByte(parcels.size());
        for (Parcel parcel : parcels) {
            Parcels.write(parcel, out);
        }
    }

    private static void end(End end, DataOutputStream out) throws IOException {
        trace(end.trace(), out);
        out.writeByte(END);
        out.writeLong(end.begin().orElse(NO_BEGIN));
        out.writeBoolean(end.wish().isPresent());
        if (end.wish().isPresent()) {
            Wishes.write(end.wish().get(), out);
        }
        out.writeUTF(end.head());
        parcels(end.parcels(), out);
    }

    /** What these bytes say; never throws on any bytes. */
    public static Decoded<LaneRecord> read(byte[] bytes) {
        if (bytes.length == 0) {
            return new Malformed<>("an empty record");
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            LaneRecord record =
                    switch (in.readByte()) {
                        case TRACED -> traced(in);
                        case BEGIN -> begin(in, Optional.empty());
                        case END -> end(in, Wishes::read, Optional.empty());
                        case OLD_BEGIN -> oldBegin(List.of(), in);
                        case OLD_BEGIN_TOLD -> oldBegin(parcels(in), in);
                        case OLD_END -> end(in, LaneRecords::oldWish, Optional.empty());
                        case HEADS -> heads(in);
                        default -> throw new IOException("kind " + bytes[0] + " is not known to this version");
                    };
            return in.available() == 0 ? new Good<>(record) : new Malformed<>("bytes are left over");
        } catch (IOException | IllegalArgumentException e) {
            return new Malformed<>("no record of the journal: " + e.getMessage());
        }
    }

    private static LaneRecord traced(DataInputStream in) throws IOException {
        var trace = Optional.of(new TraceContext(in.readUTF(), in.readUTF()));
        return switch (in.readByte()) {
            case BEGIN -> begin(in, trace);
            case END -> end(in, Wishes::read, trace);
            default -> throw new IOException("a trace of nothing that has one");
        };
    }

    private static Begin begin(DataInputStream in, Optional<TraceContext> trace) throws IOException {
        Wish wish = Wishes.read(in);
        List<Parcel> told = parcels(in);
        return new Begin(begun(in), wish, told, trace);
    }

    private static Begin oldBegin(List<Parcel> told, DataInputStream in) throws IOException {
        Begun begun = begun(in);
        return new Begin(begun, Wish.unknown(begun.key(), begun.intent()), told);
    }

    private static Begun begun(DataInputStream in) throws IOException {
        return switch (Codecs.BEGUN.decode(in.readNBytes(in.available()))) {
            case Good<Begun>(Begun begun) -> begun;
            case Malformed<Begun>(String reason) -> throw new IOException(reason);
        };
    }

    private static List<Parcel> parcels(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        List<Parcel> parcels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parcels.add(Parcels.read(in));
        }
        return parcels;
    }

    /** How the wish of an end is read. */
    private interface WishReader {
        Wish read(DataInputStream in) throws IOException;
    }

    /** It ended with the payload's hash, and had nothing of its sender and its files. */
    private static Wish oldWish(DataInputStream in) throws IOException {
        Wish wish = Wish.unknown(new IntentKey(in.readUTF(), in.readUTF()), in.readUTF());
        in.readUTF();
        return wish;
    }

    private static End end(DataInputStream in, WishReader wishes, Optional<TraceContext> trace) throws IOException {
        long begin = in.readLong();
        Optional<Wish> wish = in.readBoolean() ? Optional.of(wishes.read(in)) : Optional.empty();
        String head = in.readUTF();
        return new End(
                begin == NO_BEGIN ? OptionalLong.empty() : OptionalLong.of(begin), wish, head, parcels(in), trace);
    }

    private static Heads heads(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            heads.add(in.readUTF());
        }
        return new Heads(heads);
    }
}
