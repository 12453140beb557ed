package dev.airlock.authorisation.shell;

import static dev.airlock.authorisation.PolicySamples.ask;
import static dev.airlock.authorisation.PolicySamples.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.model.Authorisation.Allowed;
import dev.airlock.authorisation.model.Authorisation.Denied;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.authorisation.shell.PolicyDesk.Offered;
import dev.airlock.authorisation.wire.PolicySets;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PolicyFile;
import dev.airlock.schemas.model.PolicySet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class PolicyDeskTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String NOT_LOCAL =
            "@id(\"not-local\") @reason(\"not today\") forbid (principal in Origin::\"local\", action, resource);";

    private static PolicySet set(String text, Instant loadedAt) {
        List<PolicyFile> files = List.of(new PolicyFile("mine.cedar", text));
        return new PolicySet(PolicySets.versionOf(files), files, "a test", loadedAt);
    }

    private static PolicyDesk desk() {
        return new PolicyDesk(EngineStart.ofThisProcess(), Duration.ofMillis(50));
    }

    private static PolicyDesk opened() throws InterruptedException {
        PolicyDesk desk = desk();
        desk.open();
        return desk;
    }

    @Test
    void without_a_record_the_releases_own_set_counts() throws InterruptedException {
        PolicyDesk desk = opened();
        assertThat(desk.version()).contains(PolicySets.versionOf(Distribution.policies()));
        assertThat(desk.on(ask())).isInstanceOf(Allowed.class);
    }

    @Test
    void until_the_records_were_read_nobody_from_elsewhere_is_served() throws InterruptedException {
        PolicyDesk desk = desk();
        assertThat(desk.version()).isEmpty();
        assertThat(desk.on(ask(Origin.EXTERNAL_AI))).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.policies()).containsExactly("policy-engine");
            assertThat(denied.reason()).contains("were not read yet");
        });
        assertThat(desk.on(ask())).isEqualTo(new Allowed(List.of("built-in-rescue"), "none"));
        desk.open();
        assertThat(desk.on(ask(Origin.EXTERNAL_AI))).isInstanceOf(Allowed.class);
    }

    @Test
    void who_asks_before_waits_for_the_first_reading() throws Exception {
        PolicyDesk desk = new PolicyDesk(EngineStart.ofThisProcess(), Duration.ofSeconds(30));
        try (var beside = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = beside.submit(() -> desk.on(ask(Origin.EXTERNAL)));
            assertThat(desk.offer(set(open(""), NOON))).isInstanceOf(Offered.Taken.class);
            assertThat(answer.isDone()).isFalse();
            assertThat(desk.atHand()).isFalse();
            desk.open();
            assertThat(desk.atHand()).isTrue();
            assertThat(answer.get())
                    .isEqualTo(new Allowed(List.of("open"), set(open(""), NOON).version()));
        }
    }

    @Test
    void a_later_set_replaces_the_one_before_and_what_was_remembered_of_it() throws InterruptedException {
        PolicyDesk desk = opened();
        assertThat(desk.on(ask())).isInstanceOf(Allowed.class);
        PolicySet strict = set(open(NOT_LOCAL), NOON);
        assertThat(desk.offer(strict)).isEqualTo(new Offered.Taken(strict.version()));
        assertThat(desk.on(ask())).isEqualTo(new Denied(List.of("not-local"), "not today", strict.version()));
        assertThat(desk.offer(set(open(""), NOON.plusSeconds(1)))).isInstanceOf(Offered.Taken.class);
        assertThat(desk.on(ask())).isInstanceOf(Allowed.class);
    }

    @Test
    void a_set_that_is_older_or_of_the_same_time_changes_nothing() throws InterruptedException {
        PolicyDesk desk = opened();
        PolicySet strict = set(open(NOT_LOCAL), NOON);
        desk.offer(strict);
        assertThat(desk.offer(set(open(""), NOON.minusSeconds(1)))).isInstanceOf(Offered.Refused.class);
        assertThat(desk.offer(set(open(""), NOON))).isInstanceOf(Offered.Refused.class);
        assertThat(desk.offer(strict)).isEqualTo(new Offered.Known());
        assertThat(desk.version()).contains(strict.version());
    }

    @Test
    void a_broken_set_never_replaces_a_good_one() throws InterruptedException {
        PolicyDesk desk = opened();
        PolicySet strict = set(open(NOT_LOCAL), NOON);
        desk.offer(strict);
        for (String broken : List.of(
                "permit (",
                open("nonsense;"),
                "// nothing",
                open("@id(\"base-x\") @reason(\"r\") permit (principal, action, resource);"))) {
            assertThat(desk.offer(set(broken, NOON.plusSeconds(5)))).isInstanceOf(Offered.Refused.class);
            assertThat(desk.on(ask())).isInstanceOf(Denied.class);
        }
        assertThat(desk.version()).contains(strict.version());
    }

    @Test
    void a_set_whose_files_are_not_those_of_its_version_is_refused() throws InterruptedException {
        PolicyDesk desk = opened();
        String other = set(open(NOT_LOCAL), NOON).version();
        var forged = new PolicySet(other, List.of(new PolicyFile("mine.cedar", open(""))), "a test", NOON);
        assertThat(desk.offer(forged))
                .isInstanceOfSatisfying(Offered.Refused.class, refused -> assertThat(refused.reason())
                        .contains("not those of its version"));
    }

    @Test
    void on_a_machine_without_the_engine_local_callers_go_on_and_all_others_are_refused_with_the_fix()
            throws InterruptedException {
        PolicyDesk desk = new PolicyDesk(EngineStart.begin(Map.of()), Duration.ofSeconds(5));
        assertThat(desk.offer(set(open(""), NOON))).isInstanceOf(Offered.Refused.class);
        desk.open();
        assertThat(desk.on(ask(Origin.OPERATOR))).isInstanceOf(Allowed.class);
        assertThat(desk.on(ask(Origin.OPERATOR, Flag.DECEIVES))).isInstanceOf(Denied.class);
        for (Origin origin : List.of(Origin.EXTERNAL_AI, Origin.EXTERNAL, Origin.INTERNAL)) {
            assertThat(desk.on(ask(origin))).isInstanceOfSatisfying(Denied.class, denied -> assertThat(denied.reason())
                    .contains("CEDAR_JAVA_FFI_LIB names no library")
                    .contains("airlock launcher"));
        }
    }

    @Test
    void while_sets_are_swapped_every_answer_is_that_of_one_of_them() throws Exception {
        PolicyDesk desk = opened();
        PolicySet strict = set(open(NOT_LOCAL), NOON);
        try (var beside = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking = beside.submit(() -> {
                for (int i = 0; i < 50_000; i++) {
                    var answer = desk.on(ask());
                    if (answer instanceof Denied != answer.version().equals(strict.version())) {
                        return false;
                    }
                }
                return true;
            });
            for (int i = 1; i <= 10; i++) {
                desk.offer(set(i % 2 == 0 ? open(NOT_LOCAL) : open(""), NOON.plusSeconds(i)));
            }
            assertThat(asking.get()).isTrue();
        }
    }
}
