package dev.airlock.microvm.personality;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The guest's only link with the world: bytes in on 0, bytes out on 1 and 2, out bytes counted together. */
public final class Console {
    private final byte[] input;
    private final int outputBytesMax;
    private final Listener listener;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private int read;

    /** Told of what is written, on the run's thread. */
    @FunctionalInterface
    public interface Listener {
        /** The bytes are the listener's own. */
        void wrote(boolean error, byte[] bytes);
    }

    /** A console that nobody listens to. */
    public Console(byte[] input, int outputBytesMax) {
        this(input, outputBytesMax, (_, _) -> {});
    }

    /**
     * @param input all there is to read
     * @param outputBytesMax for both outputs together
     */
    public Console(byte[] input, int outputBytesMax, Listener listener) {
        this.input = input.clone();
        this.outputBytesMax = outputBytesMax;
        this.listener = listener;
    }

    /** The next bytes, at most {@code most}; none at the end of the input. Nothing is consumed. */
    byte[] peek(long most) {
        return Arrays.copyOfRange(input, read, read + (int) Math.min(most, input.length - read));
    }

    void consume(int bytes) {
        read += bytes;
    }

    /** How much more may be written. */
    int room() {
        return outputBytesMax - out.size() - err.size();
    }

    void write(boolean error, byte[] bytes) {
        (error ? err : out).writeBytes(bytes);
        listener.wrote(error, bytes);
    }

    public byte[] stdout() {
        return out.toByteArray();
    }

    public byte[] stderr() {
        return err.toByteArray();
    }
}
