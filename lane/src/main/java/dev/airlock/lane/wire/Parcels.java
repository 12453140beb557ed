package dev.airlock.lane.wire;

import dev.airlock.lane.model.Parcel;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.OptionalInt;

/** A parcel as part of a record. */
final class Parcels {
    private static final int BY_KEY = -1;

    private Parcels() {}

    static void write(Parcel parcel, DataOutputStream out) throws IOException {
        out.writeUTF(parcel.topic().name());
        out.writeInt(parcel.partition().orElse(BY_KEY));
        bytes(parcel.key(), out);
        bytes(parcel.value(), out);
    }

    static Parcel read(DataInputStream in) throws IOException {
        Topic topic = Topic.valueOf(in.readUTF());
        int partition = in.readInt();
        return new Parcel(
                topic, partition == BY_KEY ? OptionalInt.empty() : OptionalInt.of(partition), bytes(in), bytes(in));
    }

    private static void bytes(Bytes bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.size());
        out.write(bytes.toArray());
    }

    private static Bytes bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException(length + " bytes are said to follow, and " + in.available() + " do");
        }
        return Bytes.of(in.readNBytes(length));
    }
}
