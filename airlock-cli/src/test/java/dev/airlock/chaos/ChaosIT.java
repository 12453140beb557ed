package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.TestGround;
import dev.airlock.image.Recipe;
import dev.airlock.schemas.model.Backend;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole road as processes, killed while it is used. */
@Tag("system")
class ChaosIT {
    @TempDir
    private Path folder;

    private static void say(String line) {
        System.out.println(line);
    }

    private Account run(int intents, int kills, Plant plant) throws Exception {
        long seed = Long.getLong("airlock.chaos.seed", 1337L);
        Path road = folder.resolve("road");
        TestGround.images(road.resolve("images"), List.of(Recipe.PYTHON));
        try (Chaos chaos = Chaos.begin(
                road,
                arguments -> Child.command("dev.airlock.cli.Airlock", arguments),
                Backend.SIMULATION,
                ChaosIT::say)) {
            return chaos.run(intents, kills, seed, plant);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void six_kills_lose_none_of_two_thousand_intents_and_double_none() throws Exception {
        Account account = run(2_000, 6, Plant.NONE);
        assertThat(account.holds()).as(account.text()).isTrue();
        assertThat(account.kills().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(6);
    }

    @Tag("long")
    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void sixty_kills_lose_none_of_twenty_thousand_intents_and_double_none() throws Exception {
        Account account = run(20_000, 60, Plant.NONE);
        assertThat(account.holds()).as(account.text()).isTrue();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_second_token_and_one_that_was_taken_out_are_found_by_the_reckoning_and_named_by_the_audit()
            throws Exception {
        Account account = run(50, 0, Plant.BOTH);
        assertThat(account.holds()).isFalse();
        assertThat(account.planted()).hasSize(2);
        assertThat(account.unnamed()).as(account.text()).isEmpty();
        assertThat(account.reckoning().doubled()).singleElement().satisfies(twice -> assertThat(account.planted())
                .anyMatch(planted -> planted.startsWith(
                        "a second token of " + twice.substring(twice.indexOf(' ') + 1, twice.indexOf(": ")) + ": ")));
        assertThat(account.reckoning().lost()).singleElement().satisfies(lost -> assertThat(account.planted())
                .anyMatch(planted -> planted.contains(lost.substring(lost.indexOf(' ') + 1) + " is taken out")));
        assertThat(account.audit()).isEqualTo(1);
    }
}
