package dev.airlock.lane.shell;

import static dev.airlock.lane.shell.Ground.answer;
import static dev.airlock.lane.shell.Ground.send;
import static dev.airlock.lane.shell.Ground.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.FastLane.Said;
import dev.airlock.provenance.Token;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TokenRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void a_copy_is_not_run_again_after_a_rotation_even_if_the_journal_is_lost() throws Exception {
        TokenRecord first;
        try (Lane lane = ground.open(directory, houses)) {
            first = token(send(lane, "s", "copied", "print(1)"));
        }
        ground.rotate();
        try (Lane lane = ground.open(directory.resolve("lost"), houses)) {
            assertThat(answer(send(lane, "s", "copied", "print(1)")))
                    .as("the token alone does not say that an unsigned caller is the same")
                    .isInstanceOf(Said.Taken.class);
        }
        try (Lane lane = ground.open(directory, houses)) {
            assertThat(token(send(lane, "s", "copied", "print(1)"))).isEqualTo(first);
            assertThat(answer(send(lane, "s", "copied", "something else"))).isInstanceOf(Said.Taken.class);
        }
        assertThat(houses.runs.get()).isEqualTo(1);
        assertThat(epochs()).containsOnlyKeys("copied");
    }
}
