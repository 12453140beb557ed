package dev.airlock.provenance.segments;

import dev.airlock.provenance.token.Sha256;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a segment: gzip (RFC 1952) of the line {@code airlock-segment-1} and the records, each as offset, append time (8 bytes each, big
 * endian), length (4 bytes) and value. For one thread.
 */
public final class SegmentWriter implements Closeable {
    static final byte[] HEAD = "airlock-segment-1\n".getBytes(StandardCharsets.US_ASCII);

    private final Measured measured;
    private final DataOutputStream out;
    private long count;
    private long first;
    private long last = -1;

    /** Writes to a stream, which is closed with this. */
    public SegmentWriter(OutputStream file) throws IOException {
        this.measured = new Measured(file);
        this.out = new DataOutputStream(new GZIPOutputStream(measured, 1 << 16));
        out.write(HEAD);
    }

    /** @throws IllegalArgumentException if the record does not come behind the last one */
    public void add(SegmentEntry entry) throws IOException {
        if (entry.offset() <= last) {
            throw new IllegalArgumentException("offset " + entry.offset() + " behind offset " + last);
        }
        byte[] value = entry.value().toArray();
        out.writeLong(entry.offset());
        out.writeLong(entry.appendedMillis());
        out.writeInt(value.length);
        out.write(value);
        if (count == 0) {
            first = entry.offset();
        }
        count++;
        last = entry.offset();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** How many records there are. */
    public long count() {
        return count;
    }

    /** The offset of the first record. */
    public long first() {
        return first;
    }

    /** The offset of the last record; -1 if there is none. */
    public long last() {
        return last;
    }

    /** How many bytes were written; final after {@link #close}. */
    public long bytes() {
        return measured.bytes;
    }

    /** Their hash; to be asked once, after {@link #close}. */
    public Sha256 hash() {
        return Sha256.ofDigest(measured.digest.digest());
    }

    /** Counts and hashes what goes to the file. */
    private static final class Measured extends FilterOutputStream {
        private final MessageDigest digest;
        private long bytes;

        Measured(OutputStream out) {
            super(out);
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java platform has SHA-256", e);
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            out.write(b, offset, length);
            digest.update(b, offset, length);
            bytes += length;
        }
    }
}
