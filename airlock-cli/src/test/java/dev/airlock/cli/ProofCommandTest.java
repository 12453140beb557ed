package dev.airlock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.bench.SpecimenChain;
import dev.airlock.node.DataDirectory;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Topics;
import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.wire.Codecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs out of a data directory on which no node runs, and what checks them with two files and public keys. */
class ProofCommandTest {
    private static final int PARTITION = 3;
    private static final int MANY = 12;

    @TempDir
    private Path folder;

    private List<Token> tokens;
    private SigningKey executor;

    private String data() {
        return folder.resolve("data").toString();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** As a node leaves it whose ledger has seen nothing. */
    private void leaveTokens(boolean hybrid) throws Exception {
        var directory = new DataDirectory(folder.resolve("data"));
        executor = new KeyFiles(directory.keys(), new SecureRandom())
                .sealing(hybrid)
                .loadOrCreate("executor");
        tokens = SpecimenChain.of(executor, PARTITION, MANY);
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.broker())) {
            Topics.ensure(broker.bus(), (short) 1);
            try (Sender sender = Sender.of(broker.bus(), Station.EXECUTOR, Duration.ofSeconds(20))) {
                for (Token token : tokens) {
                    byte[] value = Codecs.TOKEN.encode(token.record());
                    assertThat(sender.send(Outbound.to(Topic.TOKENS, PARTITION, "s".getBytes(UTF_8), value))
                                    .toCompletableFuture()
                                    .join())
                            .isInstanceOf(Delivery.Delivered.class);
                }
            }
        }
    }

    private Said verify(String proof, String token, String key, String sealer) {
        return Said.by("proof", "verify", file(proof), "--token", file(token), "--key", key, "--sealer", sealer);
    }

    @Test
    void a_proof_is_found_and_checks_offline_and_each_bent_part_fails() throws Exception {
        leaveTokens(false);
        assertThat(Said.by("ledger", "status", "--data", data()).exit())
                .as("no head yet")
                .isEqualTo(Exit.PROGRAM_FAILED);
        Token token = tokens.get(7);
        assertThat(Said.by("tokens", "show", token.id().value(), "--data", data())
                        .out())
                .contains("Proof: not shown, no signed head in this directory covers it yet");
        Said made = Said.by("proof", token.id().value(), "--out", file("p"), "--token", file("t"), "--data", data());
        assertThat(made.exit()).describedAs(made.out() + made.err()).isZero();
        assertThat(made.out()).contains("index 7 of airlock/main/tokens/3");
        assertThat(Said.by("proof", token.id().value(), "--data", data()).out())
                .isEqualTo(Files.readString(folder.resolve("p")));
        assertThat(Said.by("proof", "018f0000-0000-7000-8000-00000000ffff", "--data", data())
                        .exit())
                .isEqualTo(Exit.PROGRAM_FAILED);

        shown(token);
        Said status = Said.by("ledger", "status", "--data", data());
        assertThat(status.exit()).describedAs(status.out() + status.err()).isZero();
        assertThat(status.out()).contains("airlock/main/tokens/3  12 records, root sha256:");

        String key = Said.by("proof", "--show-key", "--data", data()).out().strip();
        assertThat(Said.by("proof", "--show-key", "--keys", file("data/keys")).out())
                .as("of a service that runs alone")
                .isEqualTo(key + System.lineSeparator());
        assertThat(Said.by("proof", token.id().value(), "--keys", file("data/keys"))
                        .err())
                .contains("--keys goes with --show-key");
        String sealer = executor.id().value();
        Said good = verify("p", "t", key, sealer);
        assertThat(good.exit()).describedAs(good.out() + good.err()).isZero();
        assertThat(good.out()).contains(token.id().value(), "is record 7 of airlock/main/tokens/3");

        assertFails(verify("p", "t", stranger(), sealer), "the proof does not hold");
        assertFails(
                verify(
                        "p",
                        "t",
                        key,
                        SigningKey.generate(new SecureRandom()).id().value()),
                "the token does not");
        Files.writeString(folder.resolve("other"), tokens.get(8).json());
        assertFails(verify("p", "other", key, sealer), "the proof does not hold");
        bend("p", "index 7", "index 6");
        assertFails(verify("bent", "t", key, sealer), "the proof does not hold");
        bend("p", "\n12\n", "\n13\n");
        assertFails(verify("bent", "t", key, sealer), "the proof does not hold");
        bend("t", "\"exit_code\":0", "\"exit_code\":1");
        assertFails(verify("p", "bent", key, sealer), "the token does not verify");
    }

    @Test
    void a_hybrid_keys_token_is_proved_with_its_whole_key_and_with_nothing_less() throws Exception {
        leaveTokens(true);
        Token token = tokens.get(7);
        Said made = Said.by("proof", token.id().value(), "--out", file("p"), "--token", file("t"), "--data", data());
        assertThat(made.exit()).describedAs(made.out() + made.err()).isZero();
        String key = Said.by("proof", "--show-key", "--data", data()).out().strip();
        String whole = file("data/keys/executor.pub");

        Said good = verify("p", "t", key, whole);
        assertThat(good.exit()).describedAs(good.out() + good.err()).isZero();
        assertThat(good.out()).contains(token.id().value(), "is record 7 of airlock/main/tokens/3");
        assertFails(verify("p", "t", key, executor.id().value()), "the second signature cannot be verified");
        assertFails(verify("p", "t", key, whole + "=gateway"), "a gateway key may seal refusals");
        String pem = Files.readString(Path.of(whole));
        Files.writeString(folder.resolve("half"), pem.substring(0, pem.indexOf("-----BEGIN", 1)));
        assertFails(verify("p", "t", key, file("half")), "is not in the key ring");
        bend("t", "\"second_signature\":\"", "\"second_signature\":\"AAAA");
        assertFails(verify("p", "bent", key, whole), "the second signature is not by");
        String json = Files.readString(folder.resolve("t"));
        Files.writeString(folder.resolve("bent"), json.replaceFirst("\"second_signature\":\"[^\"]*\",", ""));
        assertFails(verify("p", "bent", key, whole), "its second signature is missing");
        Said all = Said.by("verify", "--data", data());
        assertThat(all.exit()).describedAs(all.out() + all.err()).isZero();
    }

    private void shown(Token token) throws IOException {
        String id = token.id().value();
        String note = Files.readString(folder.resolve("p")).split("\n\n", 2)[1].strip();
        Said words = Said.by("tokens", "show", id, "--data", data());
        assertThat(words.exit()).describedAs(words.err()).isZero();
        assertThat(words.out())
                .contains("Proof: record 7 of airlock/main/tokens/3, under a signed head of 12 records")
                .contains("airlock proof verify token.tlog-proof --token token.json --key KEY --sealer "
                        + token.signer());
        assertThat(words.out().lines().map(String::strip).toList())
                .as("the signed head, line by line")
                .containsSubsequence(note.lines().toList());
        Said.by("audit", "--html", file("page"), "--family", id, "--data", data());
        assertThat(Files.readString(folder.resolve("page")))
                .contains("<h2>Its proof</h2>", "record 7 of <code>airlock/main/tokens/3</code>")
                .contains(note.lines().findFirst().orElseThrow() + "\n12\n");
    }

    private static String stranger() {
        return new LedgerKey("main", SigningKey.generate(new SecureRandom()).verifyingKey()).text();
    }

    private void bend(String name, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(name));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve("bent"), text.replace(from, to));
    }

    private static void assertFails(Said said, String reason) {
        assertThat(said.exit()).describedAs(said.out()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(said.err()).contains(reason);
    }

    @Test
    void wrong_use_is_told_with_what_would_be_right() {
        assertThat(Said.by("proof", "--data", data()).exit()).isEqualTo(Exit.USAGE);
        assertThat(Said.by("proof", "no-id", "--data", data()).err()).contains("a token id is a lower-case UUID");
        Said key = verify("p", "t", "nonsense", "ed25519:x");
        assertThat(key.exit()).isEqualTo(Exit.USAGE);
        assertThat(key.err()).contains("--key: ");
        assertThat(Said.by("ledger").exit()).isEqualTo(Exit.USAGE);
        assertThat(Said.by("witness", "--config", file("missing")).err()).contains("cannot be read");
    }
}
