package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.airlock.executor.model.GuestRoom;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HostRoomTest {
    private static final GuestRoom ROOM = new GuestRoom(64, OptionalLong.of(4L << 30), 1L << 30);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(HostRoom.class);

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        lines.stop();
    }

    @Test
    void slots_that_do_not_fit_are_warned_of() {
        HostRoom.tell(ROOM, 9);
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage())
                    .startsWith("slots=9 do not fit: guests of 256 MiB")
                    .contains("fit 8 times into the 4096 MiB");
        });
    }

    @Test
    void fewer_slots_than_processors_are_told_with_the_reason() {
        HostRoom.tell(ROOM, 8);
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage()).startsWith("slots=8 for 64 processors, since more do not fit");
        });
    }

    @Test
    void what_somebody_wants_and_fits_is_no_news() {
        HostRoom.tell(ROOM, 3);
        HostRoom.tell(new GuestRoom(4, OptionalLong.empty(), 1L << 30), 4);
        assertThat(lines.list).isEmpty();
    }
}
