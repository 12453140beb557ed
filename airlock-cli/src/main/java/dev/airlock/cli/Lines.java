package dev.airlock.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a file of anybody's, of which no more than so many bytes each are kept. For one thread. */
final class Lines implements AutoCloseable {
    private final InputStream in;
    private final int bytesMax;
    private boolean ended;
    private long number;

    /** A line and which one it is, from 1. Longer ones come with one byte more than the most. */
    static final class Line {
        private final long number;
        private final byte[] bytes;

        private Line(long number, byte[] bytes) {
            this.number = number;
            this.bytes = bytes;
        }

        long number() {
            return number;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean blank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    private Lines(InputStream in, int bytesMax) {
        this.in = in;
        this.bytesMax = bytesMax;
    }

    static Lines of(Path file, int bytesMax) throws IOException {
        return new Lines(new BufferedInputStream(Files.newInputStream(file), 1 << 16), bytesMax);
    }

    /** The next line; empty at the end. */
    Optional<Line> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        var kept = new ByteArrayOutputStream(1024);
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (kept.size() <= bytesMax) {
                kept.write(b);
            }
            b = in.read();
        }
        ended = b < 0;
        number++;
        return ended && kept.size() == 0 ? Optional.empty() : Optional.of(new Line(number, kept.toByteArray()));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
