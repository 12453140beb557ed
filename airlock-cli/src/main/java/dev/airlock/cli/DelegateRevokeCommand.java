package dev.airlock.cli;

import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.wire.Delegations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a delegation back for good, and all that rests on it: an operator any, who gave it his own. From the next decision on nothing",
            "that rests on it is let in, and what was admitted and does not run yet is not run."
        })
final class DelegateRevokeCommand implements Callable<Integer> {
    private static final String HASH = "sha256:";

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(
            paramLabel = "FILE|HASH",
            description = "A delegation's file, of which the last one is meant, or a hash.")
    private String what;

    @Mixin
    private ReasonOption reason;

    @Option(
            names = "--as",
            paramLabel = "KEY",
            defaultValue = "operator",
            description = "Who takes it back: operator (the default) or local.")
    private String signer;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "A principal's secret key, who gave it or what it rests on.")
    private Optional<Path> key;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        Optional<DelegationChain> chain =
                what.startsWith(HASH) ? Optional.empty() : Optional.of(DelegationFile.read(Path.of(what)));
        Signer who = new Signer(signer, key);
        var _ = who.origin();
        SigningKey own = who.key(data.directory());
        if (chain.isPresent() && (key.isPresent() || signer.equals("local"))) {
            requireGiven(chain.get(), own);
        }
        Revocation said = said(chain.map(one -> Delegations.hash(one.leaf())).orElse(what));
        try (PrincipalDesk desk = PrincipalDesk.open(data.directory())) {
            desk.takeBack(said, own);
            spec.commandLine()
                    .getOut()
                    .println(
                            json.asked()
                                    ? JsonOption.line(
                                            Map.of("hash", said.hash(), "state", "revoked", "effect", desk.effect()))
                                    : "revoked " + said.hash() + ": " + desk.effect());
        }
        return Exit.FINE;
    }

    private Revocation said(String hash) throws Trouble {
        try {
            return new Revocation(hash, reason.text(), PrincipalDesk.now());
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock delegate revoke --help");
        }
    }

    /** Anybody else's word would be kept and change nothing. */
    private static void requireGiven(DelegationChain chain, SigningKey own) throws Trouble {
        boolean gave = chain.delegations().stream()
                .anyMatch(one -> one.delegation().issuer().equals(own.id().value()));
        if (!gave) {
            throw new Trouble(
                    Exit.USAGE,
                    own.id() + " gave neither that delegation nor what it rests on, so it cannot take it back",
                    "an operator can: airlock delegate revoke without --key");
        }
    }
}
