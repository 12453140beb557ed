package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.linux.Errno;
import dev.airlock.linux.PipeEnd;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.SyscallCall;
import org.junit.jupiter.api.Test;

class SpokenTest {
    private static final byte[] ONE = {'x'};

    /** Whenever something was heard there is more. */
    private record Goes(PipeEnd on) implements Monitor {
        @Override
        public Judgement judge(SyscallCall call) {
            return new Judgement.Allow();
        }

        @Override
        public void wrote(boolean error, byte[] bytes) {
            try {
                assertThat(on.write(ONE, 0)).isEqualTo(1);
            } catch (Errno e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void who_goes_on_writing_keeps_nobody_who_hears_him() throws Errno {
        try (PipeEnd.Pair pipe = PipeEnd.pipe()) {
            Spoken spoken = new Spoken(1_000, new Goes(pipe.writes()));
            pipe.writes().write(ONE, 0);
            spoken.hear(pipe.reads(), false, 16);
            assertThat(spoken.out()).hasSize(16);
            assertThat(spoken.tooMuch()).isFalse();
            spoken.hear(pipe.reads(), false, 16);
            assertThat(spoken.out()).as("the rest is there the next time").hasSize(32);
        }
    }
}
