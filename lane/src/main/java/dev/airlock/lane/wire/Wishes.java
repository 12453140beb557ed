package dev.airlock.lane.wire;

import dev.airlock.lane.model.Wish;
import dev.airlock.schemas.model.IntentKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A wish among other fields: its own five, in their order. */
public final class Wishes {
    private Wishes() {}

    public static void write(Wish wish, DataOutputStream out) throws IOException {
        out.writeUTF(wish.key().session());
        out.writeUTF(wish.key().id());
        out.writeUTF(wish.sender());
        out.writeUTF(wish.intent());
        out.writeUTF(wish.contentHash());
    }

    /** @throws IllegalArgumentException if what is there is the key of no intent */
    public static Wish read(DataInputStream in) throws IOException {
        return new Wish(new IntentKey(in.readUTF(), in.readUTF()), in.readUTF(), in.readUTF(), in.readUTF());
    }
}
