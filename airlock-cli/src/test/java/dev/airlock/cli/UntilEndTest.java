package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.chaos.Child;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

        /**
         * Arguments: {@code hangs}, or the exit code that it comes to; {@code unasked} before a code does not wait to be told, and {@code whole} or
         * {@code broken} before either is a service that is so.
         */
        public static void main(String[] arguments) throws InterruptedException, Trouble {
            String last = arguments[arguments.length - 1];
            int code = last.equals("hangs") ? Exit.FINE : Integer.parseInt(last);
            Duration drain = Duration.ofMillis(500);
            try (var end = new UntilEnd(Duration.ofMillis(1_500));
                    LogLines _ = LogLines.toStandardError("test")) {
                System.out.println("ready");
                switch (arguments[0]) {
                    case "unasked" -> {
                        // It has nothing to wait for.
                    }
                    case "whole" -> code = Ending.await(end, drain, Optional::empty);
                    case "broken" -> code = Ending.await(end, drain, () -> Optional.of("a test"));
                    default -> end.await(drain);
                }
                if (last.equals("hangs")) {
                    new CountDownLatch(1).await();
                }
            }
            UntilEnd.exit(code);
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
    void a_service_that_is_broken_ends_by_itself_with_a_code_that_has_it_started_anew_and_says_why() throws Exception {
        try (Child child = staying("broken", "0")) {
            assertThat(child.exit()).as(child.text()).isEqualTo(Exit.FAULT);
            assertThat(child.text()).contains("broken, and ends to be started anew: a test");
        }
    }

    @Test
    void a_service_that_is_not_broken_stays_until_it_is_told() throws Exception {
        try (Child child = staying("whole", "6")) {
            child.terminate();
            assertThat(child.exit()).as(child.text()).isEqualTo(Exit.FINE);
        }
    }

    @Test
    void a_broken_service_that_hangs_while_it_closes_is_ended_all_the_same() throws Exception {
        try (Child child = staying("broken", "hangs")) {
            assertThat(child.exit()).as(child.text()).isEqualTo(Exit.FAULT);
            assertThat(child.text()).contains("not everything ended within 2000 ms");
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
