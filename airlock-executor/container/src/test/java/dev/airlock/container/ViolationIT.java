package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.SyscallCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a program lives on behind a violation. */
@Tag("long")
class ViolationIT extends ContainerGround {
    private static final int VIOLATIONS = 200;
    private static final int WARM_UP = 10;
    private static final Duration MOST = Duration.ofMillis(10);

    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.CRUN;
    }

    /** Notes when a call was found to be a violation. */
    private static final class Noting extends Watch {
        private long violated;

        Noting() {
            super(false);
        }

        @Override
        public Judgement judge(SyscallCall call) {
            Judgement judgement = super.judge(call);
            if (judgement instanceof Judgement.Kill) {
                violated = System.nanoTime();
            }
            return judgement;
        }
    }

    @Test
    void of_two_hundred_violations_ninety_nine_in_a_hundred_are_dead_within_ten_milliseconds() throws ContainerFailed {
        RunInput input = RunInput.of("import socket; socket.socket()".getBytes(StandardCharsets.UTF_8));
        List<Long> nanos = new ArrayList<>();
        for (int i = -WARM_UP; i < VIOLATIONS; i++) {
            try (ParkedContainer parked = containers.park(image.root(), spec(false))) {
                Noting watch = new Noting();
                RunTrace trace = parked.run(input, LIMITS, watch);
                long took = System.nanoTime() - watch.violated;
                assertThat(trace.end()).isEqualTo(new End.Killed("sys_socket"));
                assertThat(watch.seen).endsWith("sys_socket");
                assertThat(programs()).as("before its container is closed").isZero();
                if (i >= 0) {
                    nanos.add(took);
                }
            }
        }
        nanos.sort(null);
        long p99 = nanos.get(VIOLATIONS * 99 / 100 - 1);
        System.out.printf(
                "%d violations, from the call to the death of its program: p50 %.2f ms, p99 %.2f ms, most %.2f ms%n",
                VIOLATIONS, nanos.get(VIOLATIONS / 2) / 1e6, p99 / 1e6, nanos.getLast() / 1e6);
        assertThat(Duration.ofNanos(p99)).isLessThan(MOST);
    }

    /** How many of our programs are alive: who has ended has no command any more. */
    private static long programs() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .command()
                        .filter(name -> name.contains("python"))
                        .isPresent())
                .count();
    }
}
