package dev.airlock.microvm.personality;

import java.io.ByteArrayOutputStream;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one run learns of the world besides its input: random bytes, and the time. It is recorded as it comes, or played as it once was.
 *
 * <p>Random bytes are SHA-256(seed, n) for n = 0, 1, 2 and so on, n as eight bytes with the highest first, as the Hashgen of NIST SP 800-90A Rev. 1,
 * 10.1.1.4, does with a counter; the seed is the host's, anew for each run, so no two runs share a byte. A reading is the clock's number in one byte and its
 * distance in nanoseconds from that clock's last reading, zigzag and in groups of seven bits, the lowest first. Used on the guest's thread.
 */
public final class Tape {
    /** Which clock was read. */
    enum Dial {
        MONOTONIC(0),
        PROCESSOR(1),
        WALL(2);

        /** As a recording names it. */
        final int number;

        Dial(int number) {
            this.number = number;
        }

        /** One that a guest may read without a system call; empty for any other number. */
        static Optional<Dial> byItself(byte number) {
            return Stream.of(MONOTONIC, WALL)
                    .filter(dial -> dial.number == number)
                    .findFirst();
        }
    }

    private static final SecureRandom HOST = new SecureRandom();
    private static final int READING_BYTES_MOST = 11;
    /** A run that has left its tape still sees time pass. */
    private static final long ASTRAY_NANOS = 1_000;

    /** To be cloned, which costs less than to ask the providers for another. */
    private static final MessageDigest UNUSED = unused();

    private final byte[] seed;
    private final MessageDigest sha256 = sha256();
    private final byte[] block = new byte[32];
    private final long[] last = new long[Dial.values().length];
    private final Optional<byte[]> plays;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long blocks;
    private int blockUsed;
    private int at;
    private boolean whole = true;
    private boolean timers;
    private boolean byItself;
    private boolean told;
    private Optional<String> strayed = Optional.empty();

    private Tape(byte[] seed, Optional<byte[]> plays) {
        this.seed = seed;
        this.plays = plays;
        nextBlock(); // every run begins with random bytes, and whoever brings its payload does not wait for them
    }

    /** A tape with a seed of the host's. */
    public static Tape fresh() {
        byte[] seed = new byte[Recording.SEED_BYTES];
        HOST.nextBytes(seed);
        return new Tape(seed, Optional.empty());
    }

    /** The same world once more: waiting takes no time, for what time it was afterwards is known. */
    public static Tape playing(Recording recording) {
        return new Tape(recording.seed(), Optional.of(recording.readings()));
    }

    private static MessageDigest unused() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's own SHA-256 can be cloned", e);
        }
    }

    /** The next random bytes. */
    public void fill(byte[] bytes) {
        for (int done = 0; done < bytes.length; ) {
            if (blockUsed == block.length) {
                nextBlock();
            }
            int part = Math.min(block.length - blockUsed, bytes.length - done);
            System.arraycopy(block, blockUsed, bytes, done, part);
            blockUsed += part;
            done += part;
        }
    }

    private void nextBlock() {
        sha256.update(seed);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            sha256.update((byte) (blocks >>> shift));
        }
        try {
            sha256.digest(block, 0, block.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a block has room for a hash", e);
        }
        blocks++;
        blockUsed = 0;
    }

    /** What the guest is shown of a clock that shows {@code now}, in nanoseconds. */
    long reading(Dial dial, long now) {
        long shown = plays.isPresent() ? played(dial, plays.get()) : now;
        if (plays.isEmpty()) {
            write(dial, now);
        }
        last[dial.number] = shown;
        return shown;
    }

    private void write(Dial dial, long now) {
        if (!whole || written.size() > Recording.READINGS_BYTES_MAX - READING_BYTES_MOST) {
            whole = false;
            return;
        }
        long distance = now - last[dial.number];
        written.write(dial.number);
        long rest = (distance << 1) ^ (distance >> (Long.SIZE - 1));
        while ((rest & ~0x7fL) != 0) {
            written.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        written.write((int) rest);
    }

    private long played(Dial dial, byte[] readings) {
        if (strayed.isEmpty() && at == readings.length) {
            strayed = Optional.of("it read a clock once more than it did then");
        } else if (strayed.isEmpty() && readings[at] != dial.number) {
            strayed = Optional.of("it read its " + dial + " clock where it read another one then");
        }
        if (strayed.isPresent()) {
            return last[dial.number] + ASTRAY_NANOS;
        }
        at++;
        return last[dial.number] + distance(readings);
    }

    private long distance(byte[] readings) {
        long rest = 0;
        for (int shift = 0; shift < Long.SIZE && at < readings.length; shift += 7) {
            byte next = readings[at++];
            rest |= (next & 0x7fL) << shift;
            if (next >= 0) {
                break;
            }
        }
        return (rest >>> 1) ^ -(rest & 1);
    }

    /** A reading that the guest took by itself. */
    void taken(Dial dial, long shown) {
        write(dial, shown);
        last[dial.number] = shown;
    }

    /** The guest has left something where its readings should be: from here on it follows no recording, and there is none of it. */
    void cut() {
        whole = false;
        if (plays.isPresent() && strayed.isEmpty()) {
            strayed = Optional.of("what it left of its own readings cannot be");
        }
    }

    /** The guest reads clocks by itself, where it can. */
    void byItself() {
        byItself = true;
    }

    /** The guest is told the time with its payload. */
    void told() {
        told = true;
    }

    /** Whether the guest has set a timer, whose signals come between any two instructions. */
    boolean hasTimers() {
        return timers;
    }

    /** What a clock showed last. */
    long last(Dial dial) {
        return last[dial.number];
    }

    /**
     * What is to be read next of the two clocks that a guest reads by itself, up to the first reading of another; none for a run that has left
     * its tape.
     *
     * @param most how many at most
     */
    List<Reading> upcoming(int most) {
        List<Reading> upcoming = new ArrayList<>();
        int from = at;
        long[] before = last.clone();
        while (strayed.isEmpty() && upcoming.size() < most && at < plays.orElseThrow().length) {
            Optional<Dial> dial = Dial.byItself(plays.orElseThrow()[at]);
            if (dial.isEmpty()) {
                break;
            }
            upcoming.add(new Reading(dial.get(), reading(dial.get(), 0)));
        }
        at = from;
        System.arraycopy(before, 0, last, 0, last.length);
        return upcoming;
    }

    /** The guest has read so many of {@link #upcoming} by itself. */
    void passed(int count) {
        for (Reading one : upcoming(count)) {
            reading(one.dial(), 0);
        }
    }

    /** What a clock showed. */
    record Reading(Dial dial, long nanos) {}

    boolean isPlaying() {
        return plays.isPresent();
    }

    /** The guest has set a timer. */
    void timerSet() {
        timers = true;
    }

    /** How the run left its tape while it was played; empty while it follows it. A run that ends before its tape does has left it, too. */
    public Optional<String> strayed() {
        boolean early = plays.isPresent() && at < plays.get().length;
        return strayed.or(() -> early ? Optional.of("it read a clock less often than it did then") : Optional.empty());
    }

    /** What there is on it by now; while it is played, nothing of the clocks. */
    public Recording recording() {
        return new Recording(seed, written.toByteArray(), whole, timers, byItself, told);
    }
}
