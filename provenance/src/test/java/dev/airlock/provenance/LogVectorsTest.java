package dev.airlock.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.Cosigner;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.Heads;
import dev.airlock.provenance.log.Heads.Head;
import dev.airlock.provenance.log.InclusionCheck;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.log.ProofFile;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The published vectors of a log: the first 14 tokens of {@code good.json} and one record that does not verify, with each entry's leaf,
 * the signed and cosigned checkpoint, the heads, and a proof for each token. What is published can never change, or stored
 * logs would have other roots. To write them anew: {@code mvn test -Dvectors=$PWD/provenance/src/test/resources/vectors}.
 */
class LogVectorsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final LogName NAME = new LogName("vectors", 3);
    private static final LedgerSigner LEDGER = new LedgerSigner("vectors", Samples.key(61));
    private static final Cosigner WITNESS = new Cosigner("example.com/witness", Samples.key(62));
    private static final int TOKENS = 14;
    private static final byte[] RUBBISH = "not a token".getBytes(UTF_8);

    @Test
    void the_published_log_is_what_the_code_writes() throws Exception {
        JsonNode written = MAPPER.readTree(MAPPER.writeValueAsBytes(vectors()));
        String target = System.getProperty("vectors", "");
        if (!target.isEmpty()) {
            Files.writeString(
                    Path.of(target, "log.json"),
                    MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(written) + "\n");
        }
        assertThat(published("log.json")).isEqualTo(written);
    }

    @Test
    void each_published_proof_shows_its_token_to_whoever_has_the_published_keys() throws Exception {
        JsonNode vectors = published("log.json");
        LedgerKey ledger = LedgerKey.parse(vectors.get("ledger").textValue());
        NoteKey witness = NoteKey.parse(vectors.get("witness").textValue());
        var check = new InclusionCheck(Set.of(ledger.ofLog(3)), Set.of(witness), 1);
        List<LogEntry> entries = entries();
        for (int i = 0; i < entries.size(); i++) {
            String proof = vectors.get("proofs").get(i).textValue();
            var proven = check.check(entries.get(i), ProofFile.parse(proof.getBytes(UTF_8)));
            assertThat(proven.index()).isEqualTo(i);
            assertThat(proven.checkpoint().bytes())
                    .isEqualTo(vectors.get("checkpoint").textValue().getBytes(UTF_8));
            assertThat(entries.get(i).leaf().base64())
                    .isEqualTo(vectors.get("leaves").get(i).textValue());
        }
        Heads heads = Heads.open(vectors.get("heads").textValue().getBytes(UTF_8), ledger);
        heads.requireSameTree(
                SignedCheckpoint.open(vectors.get("checkpoint").textValue().getBytes(UTF_8), Set.of(ledger.ofLog(3)))
                        .checkpoint(),
                List.of());
    }

    private static ObjectNode vectors() throws IOException {
        Map<TilePath, Bytes> tiles = new HashMap<>();
        GrowingLog log = GrowingLog.empty(NAME, tile -> tiles.put(tile.path(), tile.bytes()));
        List<LogEntry> entries = entries();
        entries.forEach(log::append);
        log.partials().forEach(tile -> tiles.put(tile.path(), tile.bytes()));
        Checkpoint checkpoint = log.checkpoint();
        SignedCheckpoint signed =
                checkpoint.signed(LEDGER.ofLog(NAME.partition())).with(WITNESS.sign(checkpoint, Samples.START));
        StoredTree tree = new StoredTree(log.size(), path -> Optional.ofNullable(tiles.get(path)));

        ObjectNode vectors = MAPPER.createObjectNode();
        vectors.put("ledger", LEDGER.key().text()).put("witness", WITNESS.key().text());
        entries.forEach(entry -> vectors.withArray("leaves").add(entry.leaf().base64()));
        vectors.put("checkpoint", text(signed.bytes()));
        Head empty = new Head(0, TreeHash.EMPTY_TREE);
        Heads heads = new Heads(
                "vectors",
                "airlock.tokens.v1",
                List.of(empty, empty, empty, new Head(checkpoint.size(), checkpoint.root())));
        vectors.put("heads", text(heads.signed(LEDGER).bytes()));
        for (int i = 0; i < entries.size(); i++) {
            vectors.withArray("proofs")
                    .add(text(
                            ProofFile.of(tree.inclusion(i, log.size()), signed).bytes()));
        }
        return vectors;
    }

    private static List<LogEntry> entries() throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        JsonNode good = published("good.json");
        for (int i = 0; i < TOKENS; i++) {
            JsonNode vector = good.get(i);
            entries.add(LogEntry.of(
                    new KeyId(vector.get("signer").textValue()),
                    Base64.getDecoder().decode(vector.get("signature").textValue()),
                    vector.get("canonical").textValue().getBytes(UTF_8)));
        }
        entries.add(LogEntry.unverified(RUBBISH));
        return entries;
    }

    private static JsonNode published(String name) throws IOException {
        try (InputStream in = LogVectorsTest.class.getResourceAsStream("/vectors/" + name)) {
            return in == null ? MAPPER.nullNode() : MAPPER.readTree(in);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
