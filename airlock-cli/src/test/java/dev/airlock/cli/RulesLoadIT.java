package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.PretendedNode;
import dev.airlock.road.Topics;
import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.snaft.shell.FirewallWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's sets, from a file into the firewall of a running snaft and back. */
class RulesLoadIT {
    private static final String FIRST = """
            {"rules": [{"name": "payroll", "priority": 1, "action": "refuse", "message": "not for agents",
              "phrases": [{"why": "asks for it", "within": 0, "words": [["payroll"]]}]}],
             "blocks": [{"kind": "principal", "value": "vendor-7", "reason": "old", "until": "2020-01-01T00:00:00Z"}],
             "burned": [{"principal": "mallory", "reason": "stole a key"}]}
            """;

    @TempDir
    private Path folder;

    @Test
    void a_set_is_loaded_taken_listed_and_shown_and_one_that_would_unburn_somebody_is_not_loaded() throws Exception {
        var data = new DataDirectory(folder.resolve("data"));
        Files.createDirectories(data.root());
        var keys = new KeyFiles(data.keys(), new SecureRandom());
        var _ = keys.loadOrCreate("operator");
        KeyRing ring = keys.ring();
        try (EmbeddedBroker broker = EmbeddedBroker.start(data.broker())) {
            Topics.ensure(broker.bus(), (short) 1);
            PretendedNode.at(data, broker.bus().bootstrapServers());
            try (FirewallWatch snaft =
                    FirewallWatch.start(broker.bus(), ring, Duration.ofHours(1), InstantSource.system())) {
                assertThat(rules("show").err()).contains("no set of your own rules was ever loaded");
                Said loaded = rules("load", file(FIRST), "--reason", "a test");
                assertThat(loaded.exit()).as(loaded.err()).isZero();
                assertThat(loaded.out()).startsWith("sha256:").contains(": in force");
                String version = loaded.out().substring(0, loaded.out().lastIndexOf(": in force"));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> snaft.version().equals(version));

                assertThat(rules("list").out())
                        .contains("DESTRUCT-001", "SNAFT-023")
                        .containsPattern("custom.payroll +every posture +refuses +not for agents")
                        .containsPattern("block.principal +vendor-7 +ended +old ended 2020-01-01T00:00:00Z")
                        .containsPattern("trust.burned +mallory +refuses +stole a key")
                        .containsPattern("\\* set .*" + version + "  operator  a test");
                assertThat(rules("show", version.substring(0, 20)).out()).isEqualTo(FIRST);
                assertThat(rules("show").out()).isEqualTo(FIRST);

                Said unburned = rules("load", file("{}"), "--reason", "spring");
                assertThat(unburned.exit()).isEqualTo(Exit.PROGRAM_FAILED);
                assertThat(unburned.err()).contains("it leaves out mallory");
                assertThat(snaft.version()).isEqualTo(version);
            }
        }
    }

    private Said rules(String command, String... more) {
        String[] words = new String[more.length + 4];
        words[0] = "rules";
        words[1] = command;
        words[2] = "--data";
        words[3] = folder.resolve("data").toString();
        System.arraycopy(more, 0, words, 4, more.length);
        return Said.by(words);
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("rules.json"), text).toString();
    }
}
