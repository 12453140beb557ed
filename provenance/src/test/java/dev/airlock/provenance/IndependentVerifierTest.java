package dev.airlock.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.provenance.Forgeries.Case;
import dev.airlock.provenance.log.InclusionCheck;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.ProofFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier in Python, which shares nothing with ours, says the same as ours of every token and every proof. */
class IndependentVerifierTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int TOKENS = 10_000;
    private static final int ROUNDS = 30;
    private static final long SEED = 20_260_101;

    private static final InclusionCheck CHECK = new InclusionCheck(
            Set.of(Forgeries.LEDGER.key().ofLog(3), Forgeries.LEDGER.key().ofLog(4)),
            Set.of(Forgeries.WITNESS.key()),
            1);

    @TempDir
    Path scratch;

    @Test
    void both_say_the_same_of_10000_genuine_and_1000_forged_tokens_and_proofs() throws Exception {
        Forgeries forgeries = new Forgeries(TOKENS, SEED);
        List<Case> genuine = forgeries.genuine();
        List<Case> forged = forgeries.forged(ROUNDS);
        List<Case> cases = new ArrayList<>(genuine);
        cases.addAll(forged);
        assertThat(genuine).hasSize(TOKENS);
        assertThat(forged).hasSizeGreaterThanOrEqualTo(1_000);

        var asked = new FutureTask<>(() -> theirs(cases)); // the other processor's work meanwhile
        Thread.ofVirtual().start(asked);
        List<String> ours = cases.stream().map(IndependentVerifierTest::ours).toList();
        List<String> theirs = asked.get();

        assertThat(ours.subList(0, TOKENS)).as("ours of genuine ones").containsOnly("ok");
        assertThat(theirs).hasSameSizeAs(cases);
        for (int i = 0; i < cases.size(); i++) {
            String what = "seed " + SEED + ", case " + i + ", " + cases.get(i).kind() + ": ours says '" + ours.get(i)
                    + "', Python's '" + theirs.get(i) + "'";
            assertThat(part(theirs.get(i))).as(what).isEqualTo(part(ours.get(i)));
            assertThat(part(ours.get(i)).equals("ok")).as(what).isEqualTo(i < TOKENS);
        }
        assertThat(forged.stream().map(Case::kind).collect(Collectors.toSet())).hasSizeGreaterThan(35);
        assertThat(genuine)
                .as("one of them too long for its entry")
                .anyMatch(one -> one.canonical().size() > 0xffff);
    }

    @Test
    void it_verifies_one_token_from_its_files_and_public_keys() throws Exception {
        Case one = new Forgeries(50, SEED).genuine().get(17);
        Token token =
                Samples.READER.read(one.canonical().toArray(), one.signature().toArray(), one.signer());
        Path json = Files.writeString(scratch.resolve("token.json"), token.json());
        Path proof =
                Files.write(scratch.resolve("token.tlog-proof"), one.proof().toArray());
        List<String> call = List.of(
                "--ledger",
                Forgeries.LEDGER.key().text(),
                "--sealer",
                one.signer() + "=executor",
                "--witness",
                Forgeries.WITNESS.key().text(),
                "--needed",
                "1",
                json.toString(),
                proof.toString());

        assertThat(python(0, call))
                .singleElement()
                .asString()
                .startsWith("verified: " + token.id() + " is entry 17 of");
        Files.writeString(
                json, token.json().replace(token.id().value(), Samples.id(18).value()));
        assertThat(python(1, call)).singleElement().asString().startsWith("not verified: ");
    }

    private static String ours(Case one) {
        try {
            Token token = Samples.READER.read(
                    one.canonical().toArray(), one.signature().toArray(), one.signer());
            if (!token.hash().value().equals(one.hash())) {
                return "token: " + TokenRejected.Reason.WRONG_HASH;
            }
            CHECK.check(token, ProofFile.parse(one.proof().toArray()));
            return "ok";
        } catch (TokenRejected e) {
            return "token: " + e.reason();
        } catch (LogRejected e) {
            return "proof: " + e.reason();
        }
    }

    private List<String> theirs(List<Case> cases) throws IOException, InterruptedException {
        Path file = scratch.resolve("cases");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(MAPPER.writeValueAsString(Map.of(
                            "ledger", Forgeries.LEDGER.key().text(),
                            "witnesses", List.of(Forgeries.WITNESS.key().text()),
                            "needed", 1,
                            "sealers",
                                    Samples.RING.ids().stream()
                                            .collect(Collectors.toMap(id -> id.value(), id -> Samples.RING
                                                    .holder(id)
                                                    .orElseThrow()
                                                    .role()
                                                    .label()))))
                    + "\n");
            for (Case one : cases) {
                out.write(MAPPER.writeValueAsString(Map.of(
                                "canonical", base64(one.canonical().toArray()),
                                "signature", base64(one.signature().toArray()),
                                "signer", one.signer().value(),
                                "hash", one.hash(),
                                "proof", base64(one.proof().toArray())))
                        + "\n");
            }
        }
        return python(0, List.of("--cases", file.toString()));
    }

    private List<String> python(int code, List<String> arguments) throws IOException, InterruptedException {
        return PythonVerifier.says(scratch, code, arguments);
    }

    /** What refuses it: the look at the token, or at the proof. */
    private static String part(String answer) {
        return answer.split(":", 2)[0];
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
