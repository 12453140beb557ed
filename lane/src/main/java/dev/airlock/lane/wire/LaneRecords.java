package dev.airlock.lane.wire;

import dev.airlock.lane.model.LaneRecord;
import dev.airlock.lane.model.LaneRecord.Begin;
import dev.airlock.lane.model.LaneRecord.End;
import dev.airlock.lane.model.LaneRecord.Heads;
import dev.airlock.lane.model.Parcel;
import dev.airlock.lane.model.Wish;
import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.IntentKey;
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
 * A record of the journal: one byte for its kind, then for a {@code begin} without events an Avro record, for all else what
 * {@link DataOutputStream} makes of its fields in their order. Read only by the version that wrote it, on the same node.
 */
public final class LaneRecords {
    private static final int BEGIN = 1;
    private static final int END = 2;
    private static final int HEADS = 3;
    private static final int BEGIN_TOLD = 4;
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

    private static void begin(Begin begin, DataOutputStream out) throws IOException {
        byte[] begun = Codecs.BEGUN.encode(begin.begun());
        if (begin.told().isEmpty()) {
            out.writeByte(BEGIN);
            out.write(begun);
            return;
        }
        out.writeByte(BEGIN_TOLD);
        parcels(begin.told(), out);
        out.write(begun);
    }

    private static void parcels(List<Parcel> parcels, DataOutputStream out) throws IOException {
        out.writeByte(parcels.size());
        for (Parcel parcel : parcels) {
            Parcels.write(parcel, out);
        }
    }

    private static void end(End end, DataOutputStream out) throws IOException {
        out.writeByte(END);
        out.writeLong(end.begin().orElse(NO_BEGIN));
        out.writeBoolean(end.wish().isPresent());
        if (end.wish().isPresent()) {
            Wish wish = end.wish().get();
            out.writeUTF(wish.key().session());
            out.writeUTF(wish.key().id());
            out.writeUTF(wish.intent());
            out.writeUTF(wish.payloadHash());
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
                        case BEGIN -> begin(List.of(), in);
                        case BEGIN_TOLD -> begin(parcels(in), in);
                        case END -> end(in);
                        case HEADS -> heads(in);
                        default -> throw new IOException("kind " + bytes[0] + " is not known to this version");
                    };
            return in.available() == 0 ? new Good<>(record) : new Malformed<>("bytes are left over");
        } catch (IOException | IllegalArgumentException e) {
            return new Malformed<>("no record of the journal: " + e.getMessage());
        }
    }

    private static Begin begin(List<Parcel> told, DataInputStream in) throws IOException {
        return switch (Codecs.BEGUN.decode(in.readAllBytes())) {
            case Good<Begun>(Begun begun) -> new Begin(begun, told);
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

    private static End end(DataInputStream in) throws IOException {
        long begin = in.readLong();
        Optional<Wish> wish = in.readBoolean()
                ? Optional.of(new Wish(new IntentKey(in.readUTF(), in.readUTF()), in.readUTF(), in.readUTF()))
                : Optional.empty();
        String head = in.readUTF();
        return new End(begin == NO_BEGIN ? OptionalLong.empty() : OptionalLong.of(begin), wish, head, parcels(in));
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
