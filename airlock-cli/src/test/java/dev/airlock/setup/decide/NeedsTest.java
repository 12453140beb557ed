package dev.airlock.setup.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.setup.model.Found;
import dev.airlock.setup.model.Release;
import dev.airlock.setup.model.SetupState;
import dev.airlock.setup.model.Stamp;
import dev.airlock.setup.wire.StampText;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeedsTest {
    private static final String TREE = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);

    private static Found stamped(String version, String tree) {
        return StampText.read(StampText.of(new Stamp(Instant.EPOCH, new Release(version, tree), Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3,            1.2.3,            OK",
        "1.2.3,            1.2.4,            STALE_AFTER_UPDATE",
        "1.2.3,            1.10.0,           STALE_AFTER_UPDATE",
        "1.10.0,           1.9.9,            STALE_AFTER_DOWNGRADE",
        "2.0.0,            1.9.9,            STALE_AFTER_DOWNGRADE",
        "0.1.0-SNAPSHOT,   0.1.0,            STALE_AFTER_UPDATE",
        "0.1.0,            0.1.0-SNAPSHOT,   STALE_AFTER_DOWNGRADE",
        "1.0.0-alpha,      1.0.0-alpha.1,    STALE_AFTER_UPDATE",
        "1.0.0-alpha.1,    1.0.0-alpha.beta, STALE_AFTER_UPDATE",
        "1.0.0-beta.2,     1.0.0-beta.11,    STALE_AFTER_UPDATE",
        "1.0.0-rc.1,       1.0.0-beta.11,    STALE_AFTER_DOWNGRADE",
    })
    void the_stamp_is_compared_with_who_asks(String there, String asking, SetupState state) {
        assertThat(Needs.of(stamped(there, TREE), new Release(asking, TREE))).isEqualTo(state);
    }

    @Test
    void another_build_of_the_same_version_is_an_update() {
        assertThat(Needs.of(stamped("1.2.3", TREE), new Release("1.2.3", OTHER)))
                .isEqualTo(SetupState.STALE_AFTER_UPDATE);
    }

    @Test
    void without_a_stamp_nothing_was_set_up() {
        assertThat(Needs.of(new Found.Nothing(), new Release("1.2.3", TREE))).isEqualTo(SetupState.FIRST_RUN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"version\":2}",
                "{\"version\":\"1\"}",
                "{\"version\":1}",
                "{\"version\":1,\"completed_at\":\"yesterday\",\"packages\":{\"airlock\":\"1.2.3\"},\"tree\":\"%s\"}",
                "{\"version\":1,\"completed_at\":\"1970-01-01T00:00:00Z\",\"packages\":{\"airlock\":\"9\"},\"tree\":\"%s\"}",
                "{\"version\":1,\"completed_at\":\"1970-01-01T00:00:00Z\",\"packages\":{},\"tree\":\"%s\"}",
                "{\"version\":1,\"completed_at\":\"1970-01-01T00:00:00Z\",\"packages\":{\"airlock\":\"1.2.3\"},\"tree\":\"x\"}",
                "{\"version\":1,\"completed_at\":\"1970-01-01T00:00:00Z\",\"packages\":{\"airlock\":\"1.2.3\"},\"tree\":\"%s\",\"users\":7}",
                "{\"version\":1,\"completed_at\":\"1970-01-01T00:00:00Z\",\"packages\":{\"airlock\":\"1.2.3\"},\"tree\":\"%s\",\"users\":\"No Body\"}",
                "{\"version\":1,\"completed_at\":\"1970-01-01T00:00:00Z\",\"packages\":{\"airlock\":\"1.2.3\"},\"tree\":\"%s\"} x"
            })
    void what_is_no_whole_stamp_is_corrupt_and_never_a_first_run(String text) {
        Found found = StampText.read(text.replace("%s", TREE));
        assertThat(found).isInstanceOf(Found.Corrupt.class);
        assertThat(Needs.of(found, new Release("1.2.3", TREE))).isEqualTo(SetupState.STAMP_CORRUPT);
    }

    @Test
    void a_stamp_comes_back_as_it_was_written() {
        var stamp =
                new Stamp(Instant.parse("2026-01-02T03:04:05Z"), new Release("1.2.3-rc.1", TREE), Optional.of("acme"));
        assertThat(StampText.read(StampText.of(stamp))).isEqualTo(new Found.Stamped(stamp));
        assertThat(StampText.of(stamp))
                .contains("\"version\" : 1", "\"completed_at\"", "\"packages\"", "\"users\" : \"acme\"");
    }

    @Test
    void a_stamp_of_a_release_that_did_not_say_the_users_is_one() {
        var stamp = new Stamp(Instant.EPOCH, new Release("1.2.3", TREE), Optional.empty());
        assertThat(StampText.of(stamp)).doesNotContain("users");
        assertThat(StampText.read(StampText.of(stamp))).isEqualTo(new Found.Stamped(stamp));
    }
}
