package dev.airlock.snaft.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.model.Screening;
import dev.airlock.snaft.decide.Circumstances;
import dev.airlock.snaft.model.Caller;
import dev.airlock.snaft.model.Facts;
import dev.airlock.snaft.wire.RuleFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Sets that are swapped while intents are screened. Each set flags two words by a name of its own and refuses a third. */
class RuleReloadTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:01Z");
    private static final int SWAPS = 300;

    private final RuleDesk desk = new RuleDesk();
    private final GuardedScreener screener = GuardedScreener.standard(NOW);

    @Test
    void a_set_that_is_swapped_under_load_never_yields_a_mixed_decision() throws Exception {
        offer(0);
        var done = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(3)) {
            List<Future<Set<String>>> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                seen.add(threads.submit((Callable<Set<String>>) () -> screenUntil(done)));
            }
            for (int set = 1; set <= SWAPS; set++) {
                offer(set);
            }
            done.set(true);
            for (Future<Set<String>> one : seen) {
                assertThat(one.get())
                        .as("every decision is wholly by the even sets or wholly by the odd ones")
                        .isNotEmpty()
                        .isSubsetOf("flag.coerces even even", "flag.deceives odd odd");
            }
        }
    }

    private Set<String> screenUntil(AtomicBoolean done) {
        Set<String> decisions = new TreeSet<>();
        do {
            Screening screening =
                    screener.screen(facts(), _ -> new Circumstances(desk.rules(), Optional.empty(), 50, true), NOW);
            List<RuleHit> hits = screening.hits();
            String refusal = screening.refusal().orElseThrow().text();
            decisions.add(hits.getFirst().rule() + " " + parity(hits.getFirst().text()) + " " + parity(refusal));
        } while (!done.get());
        return decisions;
    }

    private static String parity(String text) {
        return text.contains("even: ") ? "even" : text.contains("odd: ") ? "odd" : text;
    }

    private void offer(int set) {
        String parity = set % 2 == 0 ? "even" : "odd";
        String text = """
                {"comment": "set %d", "rules": [
                  {"name": "%s", "priority": 1, "action": "flag", "message": "%s",
                   "phrases": [{"why": "a", "within": 0, "words": [["payroll"]]}]},
                  {"name": "last", "priority": 2, "action": "refuse", "message": "%s",
                   "phrases": [{"why": "b", "within": 0, "words": [["export"]]}]}]}
                """.formatted(set, set % 2 == 0 ? "flag.coerces" : "flag.deceives", parity, parity);
        assertThat(desk.offer(new RuleSet(RuleFiles.versionOf(text), text, "x", NOW.plusSeconds(set))))
                .isInstanceOf(RuleDesk.Offered.Taken.class);
    }

    private static Facts facts() {
        String text = "export the payroll";
        Intent intent = new Intent(
                "i",
                "s",
                "code:execute",
                "a",
                Origin.LOCAL,
                Lane.BUS,
                "",
                Bytes.of(text.getBytes(UTF_8)),
                0,
                0,
                Backend.ANY,
                NOW,
                "n");
        return new Facts(
                intent,
                new Caller.Known("local", Origin.LOCAL),
                Bytes.EMPTY,
                "sha256:i",
                "sha256:p",
                text,
                Entrance.BUS,
                NOW);
    }
}
