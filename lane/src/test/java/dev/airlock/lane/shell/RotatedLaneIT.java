package dev.airlock.lane.shell;

import static dev.airlock.lane.shell.Ground.answer;
import static dev.airlock.lane.shell.Ground.send;
import static dev.airlock.lane.shell.Ground.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.FastLane.Said;
import dev.airlock.provenance.ChainFinding;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.Marks;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TokenRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A lane on a real bus whose key gives way to another. A lane that was closed has looked at its whole journal. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RotatedLaneIT {
    private final Ground ground = new Ground();
    private final FakeHouses houses = new FakeHouses(2);

    @TempDir
    Path directory;

    private void runs(String node, String... ids) throws Exception {
        try (Lane lane = ground.open(node, directory, houses)) {
            for (String id : ids) {
                token(send(lane, "s", id, "print(1)"));
            }
        }
    }

    /** The epochs of the tokens on the bus, each of which is there once. */
    private Map<String, Long> epochs() throws Exception {
        Map<IntentKey, List<Token>> ledger = ground.ledger();
        assertThat(ledger.values()).allSatisfy(tokens -> assertThat(tokens).hasSize(1));
        return ledger.entrySet().stream()
                .collect(Collectors.toMap(
                        one -> one.getKey().id(),
                        one -> one.getValue().getFirst().link().epoch()));
    }

    @ParameterizedTest
    @CsvSource({
        "node-a, the bus knows the position",
        "node-b, nobody has its position: a node is called by its key",
    })
    void after_a_rotation_every_token_is_on_the_bus_once(String after, String because) throws Exception {
        runs(Ground.NODE, "old-1", "old-2");
        runs(Ground.NODE, "old-3", "old-4");
        ground.rotate();
        runs(after);
        assertThat(epochs()).as(because).isEqualTo(Map.of("old-1", 0L, "old-2", 0L, "old-3", 1L, "old-4", 1L));
        runs(after, "new-1");
        runs(after);
        runs(after, "new-2");
        ground.rotate();
        runs("node-c", "newest");
        runs("node-c");
        assertThat(epochs())
                .as(because)
                .isEqualTo(Map.of(
                        "old-1", 0L, "old-2", 0L, "old-3", 1L, "old-4", 1L, "new-1", 0L, "new-2", 1L, "newest", 0L));
        assertThat(ground.outputs().values()).hasSize(7).containsOnly(1);
        assertThat(ground.told()).containsExactly("old-1", "old-2", "old-3", "old-4", "new-1", "new-2", "newest");
    }

    /** A node may be called otherwise after its key gave way: then the bus has no position of it. */
    @ParameterizedTest
    @ValueSource(strings = {Ground.NODE, "node-b"})
    void a_copy_is_not_run_again_after_a_rotation_even_if_the_journal_is_lost(String after) throws Exception {
        TokenRecord first;
        try (Lane lane = ground.open(directory, houses)) {
            first = token(send(lane, "s", "copied", "print(1)"));
        }
        ground.rotate();
        try (Lane lane = ground.open(after, directory.resolve("lost"), houses)) {
            assertThat(answer(send(lane, "s", "copied", "print(1)")))
                    .as("the token alone does not say that an unsigned caller is the same")
                    .isInstanceOf(Said.Taken.class);
        }
        try (Lane lane = ground.open(after, directory, houses)) {
            assertThat(token(send(lane, "s", "copied", "print(1)"))).isEqualTo(first);
            assertThat(answer(send(lane, "s", "copied", "something else"))).isInstanceOf(Said.Taken.class);
        }
        assertThat(houses.runs.get()).isEqualTo(1);
        assertThat(epochs()).containsOnlyKeys("copied");
    }

    /** The ends of fast lanes' chains that an auditor finds at the broker. */
    private List<ChainHead> marked() throws Exception {
        return Marks.ofLanes(ground.bus).stream().map(ChainHead::parse).toList();
    }

    /** The chains that end before what is marked, if the last tokens of a partition are taken away. */
    private List<ChainName> missing(int taken) throws Exception {
        List<ChainName> missing = new ArrayList<>();
        for (int partition : Chains.partitions()) {
            List<Token> tokens = ground.ledger(partition);
            var chains = ChainVerifier.ofLinks(partition);
            tokens.subList(0, Math.max(0, tokens.size() - taken)).forEach(token -> chains.next(token, 0));
            chains.missingTails(marked()).forEach(finding -> missing.add(((ChainFinding.TailMissing) finding).chain()));
        }
        return missing;
    }

    @ParameterizedTest
    @ValueSource(strings = {Ground.NODE, "node-b"})
    void who_takes_the_last_tokens_of_a_chain_away_is_found_out_before_a_rotation_and_after_it(String after)
            throws Exception {
        runs(Ground.NODE, "old-1", "old-2");
        int partition = Chains.partitionOf("s");
        KeyId former = ground.sealer();
        assertThat(missing(0)).isEmpty();
        assertThat(missing(1)).containsExactly(new ChainName(former, dev.airlock.schemas.model.Lane.FAST, partition));
        ground.rotate();
        runs(after, "new-1");
        assertThat(marked()).hasSize(2);
        assertThat(missing(0)).isEmpty();
        assertThat(missing(1))
                .containsExactly(new ChainName(ground.sealer(), dev.airlock.schemas.model.Lane.FAST, partition));
        assertThat(missing(2))
                .as("the former key's end is remembered too")
                .containsExactlyInAnyOrder(
                        new ChainName(former, dev.airlock.schemas.model.Lane.FAST, partition),
                        new ChainName(ground.sealer(), dev.airlock.schemas.model.Lane.FAST, partition));
    }

    @Test
    void a_chain_goes_on_behind_what_was_committed_though_journal_and_topic_have_lost_it() throws Exception {
        runs(Ground.NODE, "first", "second");
        ChainHead end = marked().getFirst();
        TestBus.cut(ground.bus, Topic.TOKENS, Chains.partitionOf("s"));
        TokenRecord third;
        try (Lane lane = ground.open(directory.resolve("lost"), houses)) {
            third = token(send(lane, "s", "third", "print(1)"));
        }
        assertThat(ground.read(third).link().predecessor().tokenHash())
                .as("so the hole shows, whatever is committed next")
                .isEqualTo(end.hash())
                .isPresent();
    }
}
