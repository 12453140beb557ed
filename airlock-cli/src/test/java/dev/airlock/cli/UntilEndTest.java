package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.chaos.Child;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that stay until they are told to end, each with another way to go. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class UntilEndTest {
    /** A process that waits to be told, and then does what its argument says. */
    static final class Staying {
        private Staying() {}

        /** Arguments: {@code hangs}, or the exit code that it comes to; {@code unasked} before a code does not wait to be told. */
        public static void main(String[] arguments) throws InterruptedException {
            try (var end = new UntilEnd(Duration.ofMillis(1_500))) {
                System.out.println("ready");
                if (!arguments[0].equals("unasked")) {
                    end.await(Duration.ofMillis(500));
                }
                if (arguments[0].equals("hangs")) {
                    new CountDownLatch(1).await();
                }
            }
            UntilEnd.exit(Integer.parseInt(arguments[arguments.length - 1]));
        }
    }

    private static Child staying(String... arguments) throws Exception {
        return Child.java(Staying.class.getName(), List.of(arguments)).awaitLine("ready");
    }

    @Test
    void a_process_that_is_told_to_end_exits_with_the_code_that_its_command_comes_to() throws Exception {
        for (int code : new int[] {Exit.FINE, Exit.USAGE}) {
            try (Child child = staying(Integer.toString(code))) {
                child.terminate();
                assertThat(child.exit()).as(child.text()).isEqualTo(code);
            }
        }
    }

    @Test
    void one_that_ends_by_itself_exits_with_its_own_code() throws Exception {
        try (Child child = staying("unasked", "7")) {
            assertThat(child.exit()).as(child.text()).isEqualTo(Exit.UNAVAILABLE);
        }
    }

    @Test
    void one_that_hangs_is_ended_when_the_drain_and_the_time_for_closing_are_over_and_says_so() throws Exception {
        try (Child child = staying("hangs")) {
            long told = System.nanoTime();
            child.terminate();
            child.terminate();
            assertThat(child.exit()).as(child.text()).isEqualTo(Exit.FAULT);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            assertThat(child.text()).contains("not everything ended within 2000 ms; what was under way is run again");
        }
    }
}
