package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.airlock.microvm.files.TempFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any call with any arguments: at worst the guest ends. Seeds are printed; {@code -Dairlock.fuzz.seed} repeats one. */
class CallFuzzTest {
    private static final int SHORT = 200_000;
    private static final int LONG = 10_000_000;

    /** Calls that one guest makes before the next one starts afresh. */
    private static final int CALLS_PER_GUEST = 400;

    private static final long TEMPORARY_BYTES = 1 << 20;

    /** Generous: a call copies at most the guest's memory a few times. */
    private static final long NANOS_PER_CALL_MAX = 5_000_000_000L;

    private static final long HEAP_MAX = 64L << 20;

    @Test
    void two_hundred_thousand_random_calls_break_nothing() {
        new Fuzz(seed(), SHORT).run();
    }

    @Tag("long")
    @Test
    void ten_million_random_calls_break_nothing() {
        new Fuzz(seed(), LONG).run();
    }

    private static long seed() {
        return Long.getLong("airlock.fuzz.seed", System.nanoTime());
    }

    private static final class Fuzz {
        private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

        private final long seed;
        private final int calls;
        private final Random random;
        private final SortedMap<Integer, SortedSet<Long>> seen = new TreeMap<>();
        private final byte[] tables;
        private PaperGuest guest;
        private long[] paths;
        private long longest;
        private int longestCall;
        private int stops;

        Fuzz(long seed, int calls) {
            this.seed = seed;
            this.calls = calls;
            this.random = new Random(seed);
            guest = PaperGuest.start();
            guest.process.limitTemporaryFiles(TEMPORARY_BYTES);
            tables = tables();
            prepare();
        }

        void run() {
            System.out.println("fuzz seed " + seed + ", " + calls + " calls");
            long before = heap();
            for (int i = 0; i < calls; i++) {
                if (i % CALLS_PER_GUEST == CALLS_PER_GUEST - 1
                        || guest.process.stop().isPresent()) {
                    next();
                }
                one(i);
            }
            long grown = heap() - before;
            next();
            report(grown);
            guest.close();
            assertThat(grown).as("heap, seed %d", seed).isLessThan(HEAP_MAX);
            assertThat(longest)
                    .as("longest call %d, seed %d", longestCall, seed)
                    .isLessThan(NANOS_PER_CALL_MAX);
            assertThat(seen.keySet().stream().filter(Personality::knows).count())
                    .as("calls reached")
                    .isEqualTo(known().length);
        }

        private static long heap() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }

        /** What the machine keeps below the guest's floor, but for the page tables, which every mapping changes. */
        private byte[] tables() {
            byte[] low = guest.memory.asSlice(0x8000, 0xF8000).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            byte[] stub = guest.memory.asSlice(0x200000, 0x10000).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            byte[] both = Arrays.copyOf(low, low.length + stub.length);
            System.arraycopy(stub, 0, both, low.length, stub.length);
            return both;
        }

        private void next() {
            assertThat(Arrays.equals(tables(), tables))
                    .as("the machine's own memory, seed %d", seed)
                    .isTrue();
            assertThat(guest.process.temporaryBytes())
                    .as("files in memory, seed %d", seed)
                    .isBetween(0L, TEMPORARY_BYTES);
            stops += guest.process.stop().isPresent() ? 1 : 0;
            guest = guest.again();
            guest.process.limitTemporaryFiles(TEMPORARY_BYTES);
            prepare();
        }

        private void prepare() {
            String[] names = {
                "/text", "/folder", "/folder/inner", "/link", "/loop", "/nothing", "/tmp", "/tmp/a", "/tmp/b", "/tmp/d",
                "/tmp/d/e", "/tmp/l", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/shm/s", ".", "..", "", "/",
                "a", "d/", "/tmp/" + "n".repeat(255), "/tmp/" + "n".repeat(256), "/" + "x/".repeat(2040) + "xxxxxxxxxx"
            };
            paths = Arrays.stream(names).mapToLong(guest::path).toArray();
            int create = 0102;
            guest.open("/tmp/a", create);
            guest.write(3, "content of a file");
            guest.call(Numbers.MKDIR, guest.path("/tmp/d"), 0755);
            guest.call(Numbers.SYMLINK, guest.path("a"), guest.path("/tmp/l"));
            guest.open("/tmp/d", 0);
            guest.open("/text", 0);
            guest.open("/dev/zero", 2);
            guest.call(Numbers.PIPE2, PaperGuest.AREA, 04000);
            guest.call(Numbers.EVENTFD2, 1, 04000);
            guest.call(Numbers.TIMERFD_CREATE, 1, 04000);
            guest.call(Numbers.EPOLL_CREATE1, 0);
            for (long at = PaperGuest.AREA; at < PaperGuest.AREA + 4096; at += 8) {
                putLong(at, random.nextInt(4) == 0 ? word() : random.nextInt(64));
            }
        }

        private void putLong(long at, long value) {
            try {
                guest.process.memory().writeLong(at, value);
            } catch (dev.airlock.microvm.machine.BadAddress e) {
                throw new IllegalStateException(e);
            }
        }

        private void one(int index) {
            int number = random.nextInt(20) == 0 ? random.nextInt(520) - 4 : known()[random.nextInt(known().length)];
            if (CallKinds.ends(number) && random.nextInt(8) > 0) {
                number = Numbers.OPENAT;
            }
            long[] arguments = new long[6];
            String kinds = random.nextInt(3) == 0 ? "" : CallKinds.of(number);
            for (int i = 0; i < arguments.length; i++) {
                boolean known = i < kinds.length() && random.nextInt(12) > 0;
                arguments[i] = known ? kind(kinds.charAt(i)) : word();
            }
            long before = CLOCK.getCurrentThreadCpuTime();
            try {
                long result = guest.call(number, arguments);
                seen.computeIfAbsent(number, _ -> new TreeSet<>()).add(result < 0 && result > -4096 ? result : 0);
            } catch (RuntimeException | Error e) {
                e.printStackTrace(System.out);
                fail("seed %d, call %d: %d%s", seed, index, number, Arrays.toString(arguments), e);
            }
            long took = CLOCK.getCurrentThreadCpuTime() - before;
            if (took > longest) {
                longest = took;
                longestCall = number;
            }
        }

        /** An argument of the kind that a call wants; see {@link CallKinds}. */
        private long kind(char kind) {
            return switch (kind) {
                case 'f' -> random.nextInt(14);
                case 'p' -> paths[random.nextInt(paths.length)];
                case 'a' -> PaperGuest.AREA + random.nextInt(480) * 8L;
                case 'h' -> PaperGuest.HERE;
                case 'n' -> random.nextInt(40);
                case 's' -> (1L + random.nextInt(8)) * PaperGuest.PAGE;
                case 'g' -> PaperGuest.HEAP + random.nextInt(64) * PaperGuest.PAGE;
                case 'b' -> 1L << random.nextInt(10);
                case 'o' -> OPEN_FLAGS[random.nextInt(OPEN_FLAGS.length)];
                case 'm' -> random.nextBoolean() ? 0x22 : 0x32 - random.nextInt(2) * 0x20;
                case 'w' -> 8;
                case 'z' -> 0;
                default -> word();
            };
        }

        private static final long[] OPEN_FLAGS = {
            0, 1, 2, 0102, 0302, 01102, 02102, 0200000, 0400000, 020200002, 010000000
        };

        private long word() {
            return switch (random.nextInt(12)) {
                case 0, 1, 2 -> random.nextInt(14);
                case 3, 4 -> paths[random.nextInt(paths.length)];
                case 5, 6 -> PaperGuest.AREA + random.nextInt(512) * 8L;
                case 7 -> ODD[random.nextInt(ODD.length)];
                case 8 -> 1L << random.nextInt(64);
                case 9 -> -1 - random.nextInt(110);
                case 10 -> random.nextInt(1 << 17);
                default -> random.nextLong() >>> random.nextInt(64);
            };
        }

        private static final long[] ODD = {
            PaperGuest.READ_ONLY,
            PaperGuest.CODE,
            PaperGuest.HEAP,
            PaperGuest.STACK - 64,
            PaperGuest.AREA + PaperGuest.AREA_BYTES - 1,
            PaperGuest.AREA + PaperGuest.AREA_BYTES - 8,
            PaperGuest.AREA - 1,
            PaperGuest.BYTES - 1,
            PaperGuest.BYTES,
            PaperGuest.BYTES + 1,
            0x1000,
            0x8000,
            0x100000,
            0x200000,
            0x20FFFF,
            0x210000,
            1L << 47,
            0xFFFF_8000_0000_0000L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            TempFile.PAGE,
            0xFFFF_FFFFL,
            1000,
            8,
            0x22,
            0x32,
            3
        };

        private static int[] known() {
            return KNOWN;
        }

        private static final int[] KNOWN = java.util.stream.IntStream.range(0, 512)
                .filter(Personality::knows)
                .toArray();

        private void report(long grown) {
            int errors = 0;
            StringBuilder text = new StringBuilder();
            for (Map.Entry<Integer, SortedSet<Long>> call : seen.entrySet()) {
                if (Personality.knows(call.getKey())) {
                    errors += call.getValue().size();
                    text.append(' ').append(call.getKey()).append(call.getValue());
                }
            }
            long reached = seen.keySet().stream().filter(Personality::knows).count();
            long good = seen.entrySet().stream()
                    .filter(call ->
                            Personality.knows(call.getKey()) && call.getValue().contains(0L))
                    .count();
            System.out.printf(
                    "fuzz: %d of %d calls reached, %d of them with success, %d ways out of a call; %d guests ended themselves;"
                            + " longest call %d took %d us; heap grew by %d KiB%n%s%n",
                    reached, KNOWN.length, good, errors, stops, longestCall, longest / 1000, grown >> 10, text);
        }
    }
}
