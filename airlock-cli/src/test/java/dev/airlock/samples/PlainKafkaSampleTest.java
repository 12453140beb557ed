package dev.airlock.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.node.TestNode;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TokenRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlainKafkaSampleTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/airlock/samples/PlainKafkaSample.java");

    @Test
    @Tag("kvm")
    void a_plain_kafka_program_publishes_an_intent_and_verifies_its_token() throws Exception {
        TestNode.needsKvm();
        TestNode node = TestNode.shared();
        Path keys = node.data().keys();
        TokenRecord token = PlainKafkaSample.runOnAirlock(node.bus().bootstrapServers(), keys, "print(6 * 7)");
        assertThat(token.tokenType()).isEqualTo("SAFE_EXECUTION");
        assertThat(node.verified(token).content().erin().status()).isEqualTo(200);
        assertThatThrownBy(() -> PlainKafkaSample.verified(changed(token), keys))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining(token.tokenId());
    }

    @Test
    void the_readme_shows_the_source_line_by_line() throws Exception {
        List<String> source = between(SOURCE, "    // README begins", "    // README ends").stream()
                .map(line -> line.isEmpty() ? line : line.substring(4))
                .toList();
        List<String> shown = between(README, "<!-- sample begins -->", "<!-- sample ends -->").stream()
                .filter(line -> !line.startsWith("```"))
                .toList();
        assertThat(source).isNotEmpty();
        assertThat(shown).containsExactlyElementsOf(source);
    }

    private static TokenRecord changed(TokenRecord token) {
        String text = new String(token.canonical().toArray(), StandardCharsets.UTF_8);
        String other = text.replace("\"exit_code\":0", "\"exit_code\":1");
        assertThat(other).isNotEqualTo(text);
        return new TokenRecord(
                token.session(),
                token.intentId(),
                token.tokenId(),
                token.tokenType(),
                token.status(),
                token.epoch(),
                token.sequence(),
                Bytes.of(other.getBytes(StandardCharsets.UTF_8)),
                token.hash(),
                token.keyId(),
                token.signature());
    }

    private static List<String> between(Path file, String begin, String end) throws Exception {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).contains(begin, end);
        return lines.subList(lines.indexOf(begin) + 1, lines.indexOf(end));
    }
}
