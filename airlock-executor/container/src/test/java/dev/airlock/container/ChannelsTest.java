package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.linux.Errno;
import dev.airlock.linux.PipeEnd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void where_no_descriptor_is_left_for_a_pipe_those_before_it_are_closed(int room) {
        List<PipeEnd.Pair> made = new ArrayList<>();
        Channels.Pipes few = () -> {
            if (made.size() == room) {
                throw new Errno("pipe2", Errno.EMFILE);
            }
            made.add(PipeEnd.pipe());
            return made.getLast();
        };
        assertThatThrownBy(() -> Channels.<String, RuntimeException>start((_, _, _) -> "started", few))
                .hasMessageContaining("EMFILE");
        areClosed(made, room);
    }

    private static void areClosed(List<PipeEnd.Pair> pipes, int count) {
        assertThat(pipes).hasSize(count).allSatisfy(pipe -> {
            assertThatThrownBy(pipe.reads()::file).hasMessageContaining("is closed");
            assertThatThrownBy(pipe.writes()::file).hasMessageContaining("is closed");
        });
    }
}
