package dev.airlock.snaft.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.risk.RiskWords;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.scan.PayloadScan;
import dev.airlock.snaft.decide.RuleBook;
import dev.airlock.snaft.decide.Screener;
import dev.airlock.snaft.model.Caller;
import dev.airlock.snaft.model.Facts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadableTextTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Intent intent(String payload, String input) {
        NamedFile file = new NamedFile("run.sh", Bytes.of(input.getBytes(UTF_8)));
        return new Intent(
                        "id",
                        "session",
                        "shell:command",
                        "agent.aint",
                        Origin.OPERATOR,
                        Lane.BUS,
                        "",
                        Bytes.of(payload.getBytes(UTF_8)),
                        0,
                        0,
                        Backend.ANY,
                        NOW,
                        "nonce")
                .with(List.of(file), List.of());
    }

    @Test
    void input_files_are_read_after_the_payload_on_lines_of_their_own() {
        assertThat(ReadableText.of(intent("echo a", "echo b"))).isEqualTo("echo a\necho b");
        assertThat(ReadableText.of(intent("", "\u00e9"))).isEqualTo("\n\u00e9");
    }

    @Test
    void destruction_that_comes_as_an_input_file_is_refused_as_in_the_payload() {
        Intent intent = intent(". /in/run.sh", "rm -rf /");
        Facts facts = new Facts(
                intent,
                new Caller.Known("op", Origin.OPERATOR),
                Bytes.EMPTY,
                "sha256:intent",
                "sha256:payload",
                ReadableText.of(intent),
                Entrance.BUS,
                NOW);
        assertThat(new Screener(Routes.load(), RuleBook.STANDARD, RiskWords.load(), PayloadScan.load())
                        .screen(facts, NOW)
                        .hits())
                .singleElement()
                .satisfies(hit -> assertThat(hit.rule()).isEqualTo("DESTRUCT-001"));
    }
}
