package dev.airlock.cli;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.log.InclusionCheck;
import dev.airlock.provenance.log.InclusionCheck.Proven;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.log.ProofFile;
import dev.airlock.provenance.token.Labels;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a proof offline: the token's own seal by a key that you trust, the ledger's signature by its key, and that the",
            "one is under the other. Nothing is read but the two files."
        },
        footer = {"", "Exit code 0 when all of it holds, else 1 with the first reason."})
final class ProofVerifyCommand implements Callable<Integer> {
    private static final long FILE_BYTES_MAX = 1 << 20;

    @Parameters(paramLabel = "FILE", description = "The proof.")
    private Path proof;

    @Option(names = "--token", paramLabel = "FILE", required = true, description = "The token, as JSON.")
    private Path token;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            required = true,
            description = "The ledger's verifier key, airlock/NAME+ID+KEY, as its keeper told you.")
    private String key;

    @Option(
            names = "--sealer",
            paramLabel = "KEY[=ROLE]",
            required = true,
            description = {
                "Who may have sealed the token, ed25519:HEX or the key's .pub file, which a hybrid key needs, and as what: executor, the",
                "default, for runs, or gateway for refusals;",
                "as often as there are some. Whether the key's term was over is not looked at."
            })
    private List<String> sealers = new ArrayList<>();

    @Option(
            names = "--witness",
            paramLabel = "KEY",
            description = "A witness that has to have co-signed; all of those that are given.")
    private List<String> witnesses = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        LedgerKey ledger = unfit("--key", key, LedgerKey::parse);
        List<NoteKey> cosigners = new ArrayList<>();
        for (String witness : witnesses) {
            cosigners.add(unfit("--witness", witness, NoteKey::parse));
        }
        try {
            Token sealed = sealed();
            int partition = sealed.link().chain().partition();
            var check = new InclusionCheck(List.of(ledger.ofLog(partition)), cosigners, cosigners.size());
            Proven proven = check.check(sealed, ProofFile.parse(read(proof)));
            spec.commandLine()
                    .getOut()
                    .printf(
                            "token %s (%s) is record %d of %s, under a signed head of %d; %d witnesses%n",
                            sealed.id(),
                            Labels.of(sealed.content().erin().type().draftType()),
                            proven.index(),
                            proven.checkpoint().checkpoint().log(),
                            proven.checkpoint().checkpoint().size(),
                            proven.witnesses().size());
            return Exit.FINE;
        } catch (TokenRejected e) {
            throw new Trouble(Exit.PROGRAM_FAILED, "the token does not verify: " + e.getMessage(), "");
        } catch (LogRejected e) {
            throw new Trouble(Exit.PROGRAM_FAILED, "the proof does not hold: " + e.getMessage(), "");
        }
    }

    private Token sealed() throws IOException, Trouble, TokenRejected {
        byte[] json = read(token);
        Optional<TokenRejected> first = Optional.empty();
        for (String given : sealers) {
            String[] parts = given.split("=", 2);
            VerifyingKey sealer = key(parts[0]);
            KeyRole role = unfit("--sealer", parts.length == 1 ? "executor" : parts[1], ProofVerifyCommand::role);
            try {
                return new TokenReader(KeyRing.ofKeys(Map.of(sealer, new Holder(role, "given")), Map.of()))
                        .readJson(json);
            } catch (TokenRejected e) {
                first = first.isPresent() ? first : Optional.of(e);
            }
        }
        throw first.orElseThrow();
    }

    private static VerifyingKey key(String given) throws IOException, Trouble {
        if (given.startsWith("ed25519")) {
            return unfit("--sealer", given, text -> new KeyId(text).key());
        }
        String pem = new String(read(Path.of(given)), StandardCharsets.US_ASCII);
        return unfit("--sealer", pem, VerifyingKey::fromSealersPem);
    }

    private static KeyRole role(String text) {
        return switch (text) {
            case "executor" -> KeyRole.EXECUTOR;
            case "gateway" -> KeyRole.GATEWAY;
            default -> throw new IllegalArgumentException("a sealer is executor or gateway, not " + text);
        };
    }

    /** What reads an option's text. */
    private interface Reading<T> {
        T read(String text);
    }

    private static <T> T unfit(String option, String text, Reading<T> reading) throws Trouble {
        try {
            return reading.read(text);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, option + ": " + e.getMessage(), "");
        }
    }

    private static byte[] read(Path file) throws IOException, Trouble {
        if (!Files.isRegularFile(file) || Files.size(file) > FILE_BYTES_MAX) {
            throw new Trouble(Exit.USAGE, file + " cannot be read, or is larger than any proof or token", "");
        }
        return Files.readAllBytes(file);
    }
}
