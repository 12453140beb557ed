package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.node.TestNode;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who can write to the ledger, or who has another's keys, cannot make {@code airlock verify} believe. */
@Tag("kvm")
class VerifyTest {
    @TempDir
    private Path folder;

    private Said verify() {
        return Said.by("verify", "--all", "--data", folder.resolve("data").toString());
    }

    @Test
    void a_forged_token_and_a_foreign_key_are_named_and_fail_the_verification() throws Exception {
        TestNode.needsKvm();
        TokenRecord real;
        try (TestNode node = TestNode.on(folder)) {
            real = node.run("print(1)").token().record();
            // The node is not announced, so its directory is locked to everybody else.
            assertThat(verify().exit()).isEqualTo(Exit.UNAVAILABLE);
        }
        // Without a node, on the same data.
        Said good = verify();
        assertThat(good.exit()).describedAs(good.out() + good.err()).isZero();
        assertThat(good.out()).contains("1 tokens in 1 chains, 0 findings: verified");
        assertVerdictsAreRecorded();

        try (TestNode node = TestNode.on(folder)) {
            publish(node, changed(real));
            publish(node, signedBy(SigningKey.generate(new SecureRandom()), real));
        }
        Said forged = verify();
        assertThat(forged.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(forged.out())
                .contains("2 findings: NOT VERIFIED")
                .contains("the signature is not by")
                .contains("is not in the key ring");
        assertThat(forged.lines()).hasSize(3).first().asString().containsPattern("^TOKENS-\\d+@\\d+: ");

        Path executor = folder.resolve("data/keys/executor.pub");
        Files.writeString(
                executor, SigningKey.generate(new SecureRandom()).verifyingKey().spkiPem());
        assertThat(verify().exit()).isEqualTo(Exit.PROGRAM_FAILED);
    }

    private void assertVerdictsAreRecorded() {
        String data = folder.resolve("data").toString();
        Said hard = Said.by("verdict", "hard", "--reason", "a test", "--json", "--data", data);
        assertThat(hard.exit()).describedAs(hard.err()).isZero();
        JsonNode said = hard.json();
        assertThat(said.get("verdict_id").asText()).startsWith("operator-");
        assertThat(said.get("effect").asText()).contains("counts from the next start of a node");
        Said normal = Said.by("verdict", "normal", "--reason", "looked into it", "--expires", "1h", "--data", data);
        assertThat(normal.exit()).describedAs(normal.err()).isZero();
        assertThat(normal.out()).contains("counts from the next start of a node");
    }

    private static TokenRecord changed(TokenRecord real) {
        String text = new String(real.canonical().toArray(), StandardCharsets.UTF_8);
        return with(real, text.replace("\"exit_code\":0", "\"exit_code\":1"), real.keyId(), real.signature());
    }

    private static TokenRecord signedBy(SigningKey stranger, TokenRecord real) {
        String text = new String(real.canonical().toArray(), StandardCharsets.UTF_8)
                .replace(real.keyId(), stranger.id().value());
        Bytes signature = Bytes.of(stranger.sign(text.getBytes(StandardCharsets.UTF_8)));
        return with(real, text, stranger.id().value(), signature);
    }

    private static TokenRecord with(TokenRecord real, String text, String keyId, Bytes signature) {
        return new TokenRecord(
                real.session(),
                real.intentId(),
                real.tokenId(),
                real.tokenType(),
                real.status(),
                real.epoch(),
                real.sequence(),
                Bytes.of(text.getBytes(StandardCharsets.UTF_8)),
                real.hash(),
                keyId,
                signature);
    }

    private static void publish(TestNode node, TokenRecord record) {
        try (Sender sender = Sender.of(node.bus(), Station.EXECUTOR, Duration.ofSeconds(10))) {
            byte[] session = record.session().getBytes(StandardCharsets.UTF_8);
            Delivery delivery = sender.send(Outbound.byKey(Topic.TOKENS, session, Codecs.TOKEN.encode(record)))
                    .toCompletableFuture()
                    .join();
            assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
        }
    }
}
