package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.ledger.audit.decide.HeldRows;
import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.Redecides.Again;
import dev.airlock.ledger.audit.decide.SomeDecisions;
import dev.airlock.ledger.audit.decide.SomeFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScratchTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path folder;

    /** The kernel's own file on which there is never room. */
    private static Scratch full() {
        return new Scratch(
                Path.of("/full"), _ -> FileChannel.open(FULL, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Test
    void a_file_has_no_name_from_the_moment_it_is_there_and_nobody_else_can_open_it() throws Exception {
        try (var file = new ScratchFile(new Scratch(folder))) {
            assertThat(file.opened()).isFalse();
            file.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertThat(file.opened()).isTrue();
            assertThat(folder).isEmptyDirectory();
            ByteBuffer read = ByteBuffer.allocate(2);
            file.read(1, read);
            assertThat(read.array()).containsExactly(2, 3);
        }
    }

    @Test
    void a_file_that_is_cleared_gives_its_room_back() throws Exception {
        FileChannel[] opened = new FileChannel[1];
        var scratch = new Scratch(folder, directory -> {
            opened[0] = FileChannel.open(
                    directory.resolve("seen"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            return opened[0];
        });
        try (var file = new ScratchFile(scratch)) {
            file.append(ByteBuffer.allocate(100_000));
            assertThat(opened[0].size()).isEqualTo(100_000);
            file.clear();
            assertThat(opened[0].size()).isZero();
            file.append(ByteBuffer.wrap(new byte[] {7}));
            assertThat(file.end()).isEqualTo(1);
        }
    }

    @Test
    void where_no_file_can_be_the_directory_and_the_reason_are_told_and_never_a_file_nobody_knows() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> new Scratch(nowhere).open())
                .isInstanceOf(ScratchFailed.class)
                .hasMessage("files in " + nowhere + " cannot be used: there is no such directory");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new Scratch(file).open())
                .isInstanceOf(ScratchFailed.class)
                .hasMessage("files in " + file + " cannot be used: Not a directory");
    }

    static Stream<Consumer<Scratch>> whatever_writes() {
        return Stream.of(
                scratch -> {
                    try (var pile = new Pile(scratch, 0)) {
                        pile.add(new byte[100_000]);
                    }
                },
                scratch -> {
                    try (var pile = new Pile(scratch, 0)) {
                        pile.add(new byte[1]);
                        pile.seal();
                    }
                },
                scratch -> {
                    try (var spool = new SortedSpool(scratch)) {
                        spool.add(new byte[SortedSpool.HELD_BYTES]);
                    }
                },
                ScratchTest::decideAll);
    }

    private static void decideAll(Scratch scratch) {
        var postures = new PostureHistory(new HeldRows());
        postures.replay(SomeDecisions.posture(), SomeDecisions.posture().decidedAt());
        try (var decisions = new Decisions(
                3, postures, (_, _, _, _) -> new Again.Agrees(), SomeFacts.START.plusSeconds(60), scratch, finding -> {
                    throw new AssertionError("a full disk is no finding: " + finding);
                })) {
            decisions.screening(1, SomeDecisions.screening(1));
            decisions.decide();
        }
    }

    @ParameterizedTest
    @MethodSource("whatever_writes")
    void a_full_disk_is_told_as_what_it_is(Consumer<Scratch> writing) {
        assertThat(FULL).exists();
        assertThatThrownBy(() -> writing.accept(full()))
                .isInstanceOf(ScratchFailed.class)
                .hasMessage("files in /full cannot be used: No space left on device")
                .hasCauseInstanceOf(IOException.class);
    }
}
