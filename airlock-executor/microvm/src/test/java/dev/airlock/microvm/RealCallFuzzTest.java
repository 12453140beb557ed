package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.personality.Personality;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random calls with random arguments that a guest really makes, everything allowed: at worst the guest ends. Seeds are printed;
 * {@code -Dairlock.fuzz.seed} repeats one.
 */
@Tag("kvm")
class RealCallFuzzTest {
    private static final int SHORT = 10_000;
    private static final int LONG = 100_000;
    private static final int MEMORY_MIB = 32;
    private static final int CALLS_PER_RUN = 200;
    private static final int NUMBERS = 520;

    private static final List<String> PATHS = List.of(
            "/text", "/folder", "/link", "/nothing", "/tmp", "/tmp/a", "/dev/null", "/dev/zero", ".", "..", "", "/");

    /** pause, nanosleep, select, poll, epoll_wait and their like: a guest that waits is only a slow test. */
    private static final List<Integer> WAITING = List.of(7, 23, 34, 35, 128, 130, 230, 232, 270, 271, 281, 441);

    private static final List<Integer> ENDING = List.of(60, 231);
    private static final Monitor ALLOW = _ -> new Judgement.Allow();

    private final NavigableMap<Integer, SortedSet<Long>> seen = new TreeMap<>();
    private final NavigableMap<String, Integer> ends = new TreeMap<>();
    private final List<Integer> known =
            IntStream.range(0, NUMBERS).filter(Personality::knows).boxed().toList();
    private int calls;

    @Test
    void ten_thousand_random_calls_of_a_guest_break_nothing() throws Exception {
        fuzz(SHORT);
    }

    @Test
    @Tag("long")
    void a_hundred_thousand_random_calls_of_a_guest_break_nothing() throws Exception {
        fuzz(LONG);
        assertThat(seen.keySet()).as("calls that were made").containsAll(known);
    }

    private void fuzz(int most) throws Exception {
        KvmRequired.orSkipLoudly();
        long seed = Long.getLong("airlock.fuzz.seed", System.nanoTime());
        System.out.println("fuzz seed " + seed + ", " + most + " calls");
        Random random = new Random(seed);
        try (MicroVms vms = MicroVms.open();
                Snapshot snapshot = vms.boot(TinyGuest.program(TinyGuest.PLAYER + paths()), MEMORY_MIB)) {
            while (calls < most) {
                runs(snapshot, random, most, seed);
            }
            assertThat(snapshot.run(TinyGuest.calls(), limits(), ALLOW).end())
                    .as("a guest after all that, seed %d", seed)
                    .isEqualTo(new End.Exited(42));
        }
        long errors = seen.values().stream()
                .mapToLong(
                        answers -> answers.stream().filter(answer -> answer < 0).count())
                .sum();
        System.out.printf(
                "%d calls, %d of %d known numbers, %d pairs of call and error, ends %s%n",
                calls, seen.keySet().stream().filter(Personality::knows).count(), known.size(), errors, ends);
    }

    /** On one machine, for as long as its runs end by themselves: each leaves the snapshot behind. */
    private void runs(Snapshot snapshot, Random random, int most, long seed) throws Exception {
        try (ParkedVm vm = snapshot.park()) {
            boolean again = true;
            while (again && calls < most) {
                long[][] wanted = new long[CALLS_PER_RUN][];
                for (int i = 0; i < wanted.length; i++) {
                    wanted[i] = call(random);
                }
                RunTrace trace = vm.run(TinyGuest.calls(wanted), limits(), ALLOW);
                note(wanted, TinyGuest.answers(trace));
                ends.merge(trace.end().getClass().getSimpleName(), 1, Integer::sum);
                if (trace.end() instanceof End.Faulted(End.Blame blame, String reason)) {
                    assertThat(blame)
                            .as("seed %d, call %d: %s", seed, calls, reason)
                            .isEqualTo(End.Blame.GUEST);
                }
                again = trace.end() instanceof End.Exited;
                if (again) {
                    vm.reset();
                    assertThat(vm.prove()).as("seed %d, call %d", seed, calls).isInstanceOf(Proof.Equal.class);
                }
            }
        }
    }

    private void note(long[][] wanted, long[] answers) {
        for (int i = 0; i < Math.min(wanted.length, answers.length); i++) {
            long answer = answers[i];
            seen.computeIfAbsent((int) wanted[i][0], _ -> new TreeSet<>())
                    .add(answer < 0 && answer > -4096 ? answer : 0);
        }
        if (answers.length < wanted.length) {
            seen.computeIfAbsent((int) wanted[answers.length][0], _ -> new TreeSet<>());
        }
        // The guest's own three calls around each are not counted, and the one it ended in has no answer.
        calls += Math.max(1, Math.min(wanted.length, answers.length));
    }

    private static Limits limits() {
        return new Limits(Patience.of(Duration.ofMillis(500)), 1 << 16, 10_000);
    }

    private long[] call(Random random) {
        long[] call = new long[7];
        call[0] = number(random);
        for (int i = 1; i < call.length; i++) {
            call[i] = word(random);
        }
        return call;
    }

    private int number(Random random) {
        int number = random.nextInt(10) == 0 ? random.nextInt(NUMBERS) : known.get(random.nextInt(known.size()));
        boolean rare = WAITING.contains(number) || ENDING.contains(number);
        return rare && random.nextInt(20) > 0 ? 257 : number;
    }

    /** An argument: a descriptor or small number, a path, an address at one of the edges that a guest has, or anything. */
    private static long word(Random random) {
        long memory = (long) MEMORY_MIB << 20;
        return switch (random.nextInt(8)) {
            case 0, 1 -> random.nextInt(12);
            case 2 -> TinyGuest.CODE + offset(random.nextInt(PATHS.size()));
            case 3 -> memory - random.nextInt(64) * 512L;
            case 4 -> TinyGuest.CODE + random.nextInt(4200);
            case 5 -> 1L << random.nextInt(64);
            case 6 -> -1 - random.nextInt(200);
            default -> random.nextLong();
        };
    }

    private static String paths() {
        StringBuilder hex = new StringBuilder();
        for (String path : PATHS) {
            hex.append(HexFormat.of().formatHex(path.getBytes(StandardCharsets.US_ASCII)))
                    .append("00");
        }
        return hex.toString();
    }

    private static int offset(int path) {
        int at = TinyGuest.HEADERS + TinyGuest.bytes(TinyGuest.PLAYER).length;
        for (String before : PATHS.subList(0, path)) {
            at += before.length() + 1;
        }
        return at;
    }
}
