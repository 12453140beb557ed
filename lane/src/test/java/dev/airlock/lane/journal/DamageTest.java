package dev.airlock.lane.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.lane.journal.Journals.Found;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crashes and bad disks, at every byte. */
class DamageTest {
    private static final int RECORDS = 12;

    @TempDir
    Path directory;

    /** A closed journal of one file. */
    private Path written() throws Exception {
        Path written = directory.resolve("written");
        try (Found found = Journals.open(written)) {
            for (int i = 0; i < RECORDS; i++) {
                Journals.write(found.journal(), text(i));
            }
        }
        return written;
    }

    private static String text(int number) {
        return "record number " + number;
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(DamageTest::text).toList();
    }

    private Path copy(Path written, String name) throws Exception {
        return Journals.copy(written, directory.resolve(name));
    }

    private static void write(Path file, long position, byte[] bytes) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    /** What a crash leaves when only the first bytes of a file reached the disk, the rest being the zeros of its making. */
    private static Path zeroFrom(Path journal, int position) throws Exception {
        Path file = Journals.files(journal).getFirst();
        write(file, position, new byte[Math.toIntExact(Files.size(file)) - position]);
        return journal;
    }

    @Test
    void cut_at_any_byte_of_its_tail_it_has_every_whole_record_before_and_goes_on() throws Exception {
        Path written = written();
        int end = Journals.end(Journals.files(written).getFirst());
        int frame = Frame.OVERHEAD + text(RECORDS - 1).length();
        for (int position = end - 3 * frame; position <= end; position++) {
            Path cut = zeroFrom(copy(written, "cut-" + position), position);
            try (Found found = Journals.open(cut)) {
                assertThat(found.texts())
                        .as("cut at %d", position)
                        .isEqualTo(texts(found.texts().size()));
                assertThat(found.texts()).hasSizeGreaterThanOrEqualTo(RECORDS - 4);
                Journals.write(found.journal(), "goes on");
            }
            try (Found again = Journals.open(cut)) {
                assertThat(again.texts().getLast()).isEqualTo("goes on");
                assertThat(again.cuts()).isEmpty();
            }
        }
    }

    @Test
    void a_file_that_is_shorter_than_it_was_made_is_read_as_far_as_it_goes() throws Exception {
        Path written = written();
        int end = Journals.end(Journals.files(written).getFirst());
        for (int length = end - 60; length < end; length++) {
            Path cut = copy(written, "short-" + length);
            try (FileChannel channel = FileChannel.open(Journals.files(cut).getFirst(), StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
            try (Found found = Journals.open(cut)) {
                assertThat(found.texts()).isEqualTo(texts(found.texts().size()));
                Journals.write(found.journal(), "goes on");
            }
        }
    }

    @Test
    void a_flipped_byte_in_the_last_record_cuts_that_record_off_and_says_where() throws Exception {
        Path written = written();
        Path file = Journals.files(written).getFirst();
        byte[] bytes = Files.readAllBytes(file);
        int end = Journals.end(file);
        int begin = end - Frame.OVERHEAD - text(RECORDS - 1).length();
        for (int position = begin; position < end; position++) {
            Path spoilt = copy(written, "flip-" + position);
            write(Journals.files(spoilt).getFirst(), position, new byte[] {(byte) (bytes[position] ^ 0x40)});
            try (Found found = Journals.open(spoilt)) {
                assertThat(found.texts()).as("flipped at %d", position).isEqualTo(texts(RECORDS - 1));
                assertThat(found.cuts()).singleElement().satisfies(cut -> {
                    assertThat(cut.position()).isEqualTo(begin);
                    assertThat(cut.file()).hasFileName(file.getFileName().toString());
                });
            }
            assertThat(Journals.end(Journals.files(spoilt).getFirst())).isLessThanOrEqualTo(begin);
        }
    }

    @Test
    void a_flipped_byte_before_the_last_record_stops_the_start_with_the_place_and_the_fix() throws Exception {
        Path written = written();
        Path file = Journals.files(written).getFirst();
        byte[] bytes = Files.readAllBytes(file);
        int frame = Frame.OVERHEAD + text(1).length();
        int end = Journals.end(file);
        for (int position = end - 4 * frame; position < end - 2 * frame; position++) {
            Path spoilt = copy(written, "middle-" + position);
            write(Journals.files(spoilt).getFirst(), position, new byte[] {(byte) (bytes[position] ^ 1)});
            assertThatThrownBy(() -> Journals.open(spoilt).close())
                    .as("flipped at %d", position)
                    .isInstanceOfSatisfying(JournalRefused.class, refused -> {
                        assertThat(refused).hasMessageContaining("is damaged at byte ");
                        assertThat(refused.fix()).contains("mv " + spoilt);
                    });
            assertThat(Journals.end(Journals.files(spoilt).getFirst()))
                    .as("left as it is")
                    .isEqualTo(end);
        }
    }

    @Test
    void damage_in_a_file_that_has_a_successor_stops_the_start_even_at_its_end() throws Exception {
        Path written = directory.resolve("two");
        try (Found found = Journals.open(written)) {
            while (found.journal().files() < 2) {
                Journals.write(found.journal(), "z".repeat(900));
            }
        }
        Path first = Journals.files(written).getFirst();
        write(first, Journals.end(first) - 1, new byte[] {'?'});
        assertThatThrownBy(() -> Journals.open(written).close())
                .isInstanceOf(JournalRefused.class)
                .hasMessageContaining(first.toString());
    }

    @Test
    void a_missing_file_and_a_foreign_one_stop_the_start() throws Exception {
        Path written = directory.resolve("three");
        try (Found found = Journals.open(written)) {
            while (found.journal().files() < 3) {
                Journals.write(found.journal(), "z".repeat(900));
            }
        }
        Path missing = copy(written, "missing");
        Files.delete(Journals.files(missing).get(1));
        assertThatThrownBy(() -> Journals.open(missing).close())
                .isInstanceOf(JournalRefused.class)
                .hasMessageContaining("should follow");
        Path foreign = copy(written, "foreign");
        Files.writeString(Journals.files(foreign).get(1), "not a journal");
        assertThatThrownBy(() -> Journals.open(foreign).close())
                .isInstanceOf(JournalRefused.class)
                .hasMessageContaining("its header cannot be read");
    }

    /** A guest writes its output into records; if it could make what looks like a later record, it could stop the next start. */
    @Test
    void a_payload_that_looks_like_a_record_is_none() throws Exception {
        Path written = directory.resolve("forged");
        byte[] forged = new Frame(1_000_000, 1_000_000, "trust me".getBytes(StandardCharsets.UTF_8))
                .bytes(0x1234567890abcdefL)
                .array();
        try (Found found = Journals.open(written)) {
            for (int i = 0; i < 3; i++) {
                try (Room room = found.journal().reserve(Claim.USUAL, forged.length, 1)) {
                    found.journal().sync(found.journal().append(room, forged, _ -> {}));
                }
            }
        }
        Path file = Journals.files(written).getFirst();
        write(file, Journals.end(file) - forged.length - 1, new byte[] {'?'});
        try (Found found = Journals.open(written)) {
            assertThat(found.texts()).hasSize(2);
            assertThat(found.cuts()).hasSize(1);
        }
    }

    /**
     * A power cut keeps any of the pages that were written since the last sync, and of the others their zeros. Whatever it keeps: what was
     * synced is there, what is there is a prefix, and nothing stops the start.
     */
    @Test
    void after_a_power_cut_at_any_moment_everything_synced_is_there_and_the_rest_is_a_prefix() throws Exception {
        long seed = Long.getLong("airlock.journal.seed", 20_261_128L);
        System.out.println("airlock.journal.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            Path dead = directory.resolve("power-" + round);
            List<String> appended = new ArrayList<>();
            int synced = 0;
            byte[] onDisk;
            byte[] inMemory;
            try (Found found = Journals.open(dead)) {
                Path file = Journals.files(dead).getFirst();
                onDisk = Files.readAllBytes(file);
                for (int i = random.nextInt(20); i >= 0; i--) {
                    String text = "r".repeat(random.nextInt(600)) + i;
                    long sequence = Journals.append(found.journal(), text);
                    appended.add(text);
                    if (random.nextInt(3) == 0) {
                        found.journal().sync(sequence);
                        synced = appended.size();
                        onDisk = Files.readAllBytes(file);
                    }
                    if (found.journal().files() > 1) {
                        break;
                    }
                }
                inMemory = Files.readAllBytes(file);
                if (found.journal().files() > 1) {
                    continue; // what a full file holds was synced, see above
                }
            }
            int page = 512;
            for (int at = 0; at < inMemory.length; at += page) {
                if (random.nextBoolean()) {
                    System.arraycopy(inMemory, at, onDisk, at, page);
                }
            }
            Files.write(Journals.files(dead).getFirst(), onDisk);
            try (Found again = Journals.open(dead)) {
                assertThat(again.texts())
                        .as("round %d", round)
                        .isEqualTo(appended.subList(0, again.texts().size()));
                assertThat(again.texts()).as("round %d", round).hasSizeGreaterThanOrEqualTo(synced);
            }
        }
    }
}
