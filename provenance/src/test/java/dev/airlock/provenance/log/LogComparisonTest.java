package dev.airlock.provenance.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A log that grows, and one that forks behind some record, compared at all sizes. */
class LogComparisonTest {
    private static final int MANY = 40;

    /** A log and its head at each size. */
    private static final class Story implements TileSource {
        private final Map<TilePath, Bytes> tiles = new HashMap<>();
        private final List<SignedCheckpoint> heads = new ArrayList<>();

        /** @param other from which record on it tells other things */
        Story(int size, int other) {
            var log = GrowingLog.empty(Logs.NAME, this::put);
            heads.add(log.checkpoint().signed(Logs.SIGNER));
            for (int i = 0; i < size; i++) {
                log.append(LogEntry.unverified((i < other ? "record " + i : "other " + i).getBytes(UTF_8)));
                heads.add(log.checkpoint().signed(Logs.SIGNER));
            }
            log.partials().forEach(this::put);
        }

        private void put(Tile tile) {
            tiles.put(tile.path(), tile.bytes());
        }

        SignedCheckpoint head(int size) {
            return heads.get(size);
        }

        /** Its tiles as they were when it had this size. */
        TileSource at(int size) {
            return new Story(size, MANY);
        }

        @Override
        public Optional<Bytes> read(TilePath path) {
            return Optional.ofNullable(tiles.get(path));
        }
    }

    private static final TileSource NONE = _ -> Optional.empty();

    @Test
    void a_log_that_only_grew_is_found_to_have_grown_at_every_two_sizes_whichever_comes_first() throws IOException {
        var story = new Story(MANY, MANY);
        for (int larger = 0; larger <= MANY; larger++) {
            TileSource tiles = story.at(larger);
            for (int smaller = 0; smaller < larger; smaller++) {
                SignedCheckpoint from = story.head(smaller);
                SignedCheckpoint to = story.head(larger);
                var grown = new LogComparison.Grown(from.checkpoint(), to.checkpoint());
                assertThat(LogComparison.of(from, NONE, to, tiles)).isEqualTo(grown);
                assertThat(LogComparison.of(to, tiles, from, NONE)).isEqualTo(grown);
            }
            assertThat(LogComparison.of(story.head(larger), NONE, story.head(larger), NONE))
                    .isInstanceOf(LogComparison.Same.class);
        }
    }

    @Test
    void a_log_that_forked_is_found_at_every_two_sizes_behind_the_fork_and_at_none_before_it() throws IOException {
        int fork = 21;
        var told = new Story(MANY, MANY);
        var other = new Story(MANY, fork);
        TileSource tiles = told.at(MANY);
        for (int size = 0; size <= MANY; size++) {
            LogComparison comparison = LogComparison.of(other.head(size), NONE, told.head(MANY), tiles);
            if (size <= fork) {
                assertThat(comparison).isInstanceOf(LogComparison.Grown.class);
            } else {
                assertThat(comparison)
                        .isEqualTo(new LogComparison.Forked(
                                other.head(size),
                                told.head(MANY),
                                told.head(size).checkpoint().root()));
            }
        }
    }

    @Test
    void tiles_that_do_not_lead_to_the_head_prove_neither_growth_nor_a_fork() {
        var told = new Story(MANY, MANY);
        for (int smaller : new int[] {1, 16, 17, 32, 39}) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            LogComparison.of(told.head(smaller), NONE, told.head(MANY), new Story(MANY, smaller - 1)))
                    .withMessageContaining("do not lead to its head");
            assertThatExceptionOfType(TileMissing.class)
                    .isThrownBy(() -> LogComparison.of(told.head(smaller), NONE, told.head(MANY), NONE));
        }
    }

    @Test
    void heads_of_two_logs_say_nothing_of_one_another() throws Exception {
        var name = new LogName("test", 4);
        SignedCheckpoint stranger =
                GrowingLog.empty(name, _ -> {}).checkpoint().signed(new NoteSigner(name.text(), Logs.key(11)));
        assertThat(LogComparison.of(stranger, NONE, new Story(1, 1).head(1), NONE))
                .isEqualTo(new LogComparison.Strangers("airlock/test/tokens/4", "airlock/test/tokens/3"));
    }
}
