package dev.airlock.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.provenance.Forgeries.Case;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.InclusionCheck;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.ProofFile;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier in Python, whose ML-DSA-65 is its own, says the same as ours of every token of hybrid keys. */
class HybridIndependentTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int GENUINE = 60;
    private static final int FLIPS = 120;
    private static final long SEED = 20_260_204;

    private final Random random = new Random(SEED);
    private final Map<TilePath, Bytes> tiles = new HashMap<>();
    private final GrowingLog log =
            GrowingLog.empty(new LogName("test", 3), tile -> tiles.put(tile.path(), tile.bytes()));
    private final List<String> kinds = new ArrayList<>();
    private final List<LogEntry.Sealed> tokens = new ArrayList<>();
    private SignedCheckpoint checkpoint;
    private StoredTree tree;

    @TempDir
    Path scratch;

    /** Every token is in the log, as a dishonest ledger would have it, so that only the look at the token can find it. */
    @BeforeEach
    void fill() {
        ChainHead head = ChainHead.genesis(HybridSamples.CHAIN);
        for (int i = 0; i < GENUINE; i++) {
            var content = i % 2 == 0 ? Samples.completed(i) : i == 31 ? MoreSamples.longest(i) : Samples.killed(i);
            var sealed = Sealer.seal(content, head, HybridSamples.EXECUTOR);
            head = sealed.next();
            add(
                    "genuine",
                    sealed.token().signer(),
                    sealed.token().signature(),
                    sealed.token().canonical());
        }
        for (HybridBadVectors.Vector bad : HybridBadVectors.all()) {
            add(bad.name(), bad.signer(), bad.seal().toArray(), bad.canonical().toArray());
        }
        for (int i = 0; i < FLIPS; i++) {
            LogEntry.Sealed token = tokens.get(random.nextInt(GENUINE));
            byte[] seal = token.signature().toArray();
            seal[random.nextInt(seal.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            add("a bit of the seal", token.signer(), seal, token.canonical().toArray());
        }
        checkpoint = log.checkpoint().signed(Forgeries.LEDGER.ofLog(3));
        log.partials().forEach(tile -> tiles.put(tile.path(), tile.bytes()));
        tree = new StoredTree(log.size(), path -> Optional.ofNullable(tiles.get(path)));
    }

    private void add(String kind, KeyId signer, byte[] seal, byte[] canonical) {
        kinds.add(kind);
        tokens.add(new LogEntry.Sealed(signer, Bytes.of(seal), Bytes.of(canonical)));
        log.append(LogEntry.of(signer, seal, canonical));
    }

    private Case caseOf(int index) throws IOException {
        ProofFile proof = ProofFile.of(tree.inclusion(index, log.size()), checkpoint);
        return new Case(kinds.get(index), tokens.get(index), proof.bytes());
    }

    private static String ours(Case one) {
        try {
            Token token = HybridSamples.READER.read(
                    one.canonical().toArray(), one.signature().toArray(), one.signer());
            new InclusionCheck(Set.of(Forgeries.LEDGER.key().ofLog(3)), Set.of(), 0)
                    .check(token, ProofFile.parse(one.proof().toArray()));
            return "ok";
        } catch (TokenRejected e) {
            return "token";
        } catch (LogRejected e) {
            return "proof";
        }
    }

    @Test
    void both_say_the_same_of_every_genuine_stripped_moved_and_changed_seal() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            cases.add(caseOf(i));
        }
        List<String> theirs = PythonVerifier.says(
                scratch, 0, List.of("--cases", written(cases).toString()));
        assertThat(theirs).hasSameSizeAs(cases);
        for (int i = 0; i < cases.size(); i++) {
            String what =
                    "seed " + SEED + ", case " + i + ", " + cases.get(i).kind() + ": Python says " + theirs.get(i);
            assertThat(theirs.get(i).split(":", 2)[0]).as(what).isEqualTo(ours(cases.get(i)));
            assertThat(theirs.get(i).equals("ok")).as(what).isEqualTo(i < GENUINE);
        }
        assertThat(new HashSet<>(kinds)).hasSizeGreaterThan(30);
        assertThat(String.join("\n", theirs))
                .contains("the second signature is missing")
                .contains("cannot be verified without the second key")
                .contains("a plain key makes no second signature");
    }

    @Test
    void it_verifies_one_hybrid_token_from_its_files_and_not_without_the_second_key() throws Exception {
        Case one = caseOf(7);
        Token token = HybridSamples.READER.read(
                one.canonical().toArray(), one.signature().toArray(), one.signer());
        Path json = Files.writeString(scratch.resolve("token.json"), token.json());
        Path proof =
                Files.write(scratch.resolve("token.tlog-proof"), one.proof().toArray());
        Path pub = Files.writeString(
                scratch.resolve("executor.pub"),
                HybridSamples.EXECUTOR.verifyingKey().spkiPem());
        List<String> call = List.of(
                "--ledger",
                Forgeries.LEDGER.key().text(),
                "--sealer",
                one.signer() + "=executor",
                json.toString(),
                proof.toString());
        List<String> whole = new ArrayList<>(List.of("--pub", pub.toString()));
        whole.addAll(call);

        assertThat(PythonVerifier.says(scratch, 0, whole))
                .singleElement()
                .asString()
                .startsWith("verified: " + token.id());
        assertThat(PythonVerifier.says(scratch, 1, call))
                .singleElement()
                .asString()
                .contains("cannot be verified without the second key");
        Files.writeString(json, token.json().replaceFirst("\"second_signature\":\"[^\"]*\",", ""));
        assertThat(PythonVerifier.says(scratch, 1, whole))
                .singleElement()
                .asString()
                .contains("the second signature is missing");
    }

    private Path written(List<Case> cases) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(MAPPER.writeValueAsString(Map.of(
                "ledger", Forgeries.LEDGER.key().text(),
                "witnesses", List.of(),
                "needed", 0,
                "second_keys", secondKeys(),
                "sealers",
                        HybridSamples.RING.ids().stream()
                                .collect(Collectors.toMap(id -> id.value(), id -> HybridSamples.RING
                                        .holder(id)
                                        .orElseThrow()
                                        .role()
                                        .label())))));
        for (Case one : cases) {
            lines.add(MAPPER.writeValueAsString(Map.of(
                    "canonical", base64(one.canonical()),
                    "signature", base64(one.signature()),
                    "signer", one.signer().value(),
                    "hash", one.hash(),
                    "proof", base64(one.proof()))));
        }
        return Files.write(scratch.resolve("cases"), lines);
    }

    /** As published: of the key whose id alone is known there is none. */
    private static Set<String> secondKeys() throws IOException {
        var keys = new HashSet<String>();
        try (var in = HybridIndependentTest.class.getResourceAsStream("/vectors/hybrid-good.json")) {
            for (JsonNode vector : MAPPER.readTree(new String(in.readAllBytes(), UTF_8))) {
                keys.add(vector.get("second_key").textValue());
            }
        }
        return keys;
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }
}
