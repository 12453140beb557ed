package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadMarksTest {
    private static byte[] seed(int filling) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) filling);
        return seed;
    }

    /** The end of the chain of a hybrid key, whose text is the longest. */
    private static ChainHead head(int key, int partition, long sequence) {
        var chain = new ChainName(SigningKey.hybrid(seed(key), seed(key + 100)).id(), Lane.FAST, partition);
        return new ChainHead(new ChainLink(
                chain,
                9_999_999_999_999L,
                sequence,
                new Predecessor.Parent(
                        new TokenId("018f0000-0000-7000-8000-%012x".formatted(sequence)),
                        Sha256.of(("token " + sequence).getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void the_last_head_of_each_partition_that_grew_is_committed() {
        var marks = HeadMarks.of(Map.of());
        assertThat(marks.after(List.of(head(1, 3, 1), head(1, 5, 1), head(1, 3, 2))))
                .isEqualTo(Map.of(
                        3, head(1, 3, 2).text(),
                        5, head(1, 5, 1).text()));
        assertThat(marks.after(List.of(head(1, 5, 2))))
                .isEqualTo(Map.of(5, head(1, 5, 2).text()));
        assertThat(marks.heads()).containsExactlyInAnyOrder(head(1, 3, 2), head(1, 5, 2));
    }

    @Test
    void the_ends_of_former_keys_stay_over_restarts_as_far_as_a_broker_has_room() {
        Map<Integer, String> committed = Map.of();
        for (int key = 1; key <= HeadMarks.CHAINS_MAX + 3; key++) {
            var marks = HeadMarks.of(committed);
            marks.after(List.of(head(key, 0, 1)));
            committed = marks.after(List.of(head(key, 0, 2)));
        }
        assertThat(HeadMarks.of(committed).heads())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(4, HeadMarks.CHAINS_MAX + 3)
                        .mapToObj(key -> head(key, 0, 2))
                        .toList());
        assertThat(committed.get(0))
                .startsWith(head(HeadMarks.CHAINS_MAX + 3, 0, 2).text());
        assertThat(committed.get(0).length())
                .as("Kafka keeps 4096 bytes, and the journal's name is in one of them too")
                .isLessThan(4096 - 30);
    }

    @Test
    void what_another_version_committed_is_passed_over() {
        assertThat(HeadMarks.of(Map.of(1, "h2:something", 2, head(1, 2, 7).text()))
                        .heads())
                .containsExactly(head(1, 2, 7));
    }
}
