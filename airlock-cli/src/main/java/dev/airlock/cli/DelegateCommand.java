package dev.airlock.cli;

import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Rights;
import dev.airlock.schemas.model.SignedDelegation;
import dev.airlock.schemas.principals.Tenure;
import dev.airlock.schemas.wire.Delegations;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "delegate",
        mixinStandardHelpOptions = true,
        description = {
            "Lets another key want something on your behalf: some intents, within bounds, for a time. It gives nothing that you have not, and",
            "whoever has it counts as no more than he is himself."
        },
        subcommands = {DelegateShowCommand.class, DelegateListCommand.class, DelegateRevokeCommand.class},
        footer = {
            "",
            "  airlock delegate --to jis:acme:crawler --rights code:execute,file:* --expires 1h --out d.txt",
            "  airlock run code:execute 'print(1)' --key crawler.key --delegation d.txt",
            "  airlock delegate --on d.txt --key crawler.key --to ed25519:0f... --rights code:execute --out e.txt      hands on",
            "  airlock delegate revoke d.txt --reason 'the work is done'       ends it, and all that rests on it",
            "",
            "The token names who asked and on whose behalf. What ends a key ends what was ever delegated with it."
        })
final class DelegateCommand implements Callable<Integer> {
    private static final int NONCE_BYTES = 16;
    private static final String KEY = "ed25519:";

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--to",
            paramLabel = "NAME|KEY",
            description = "Who may use it: an identity, a key's id (ed25519:...), or local.")
    private Optional<String> to;

    @Option(
            names = "--rights",
            paramLabel = "INTENTS",
            split = ",",
            description = "Which intents: code:execute is that one, file:* all below file. Required.")
    private List<String> rights = new ArrayList<>();

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            defaultValue = "256",
            description = "Most memory of a run (default: ${DEFAULT-VALUE}).")
    private int memoryMib;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Most time of a run (default: ${DEFAULT-VALUE}).")
    private String timeout;

    @Option(
            names = "--ceiling",
            paramLabel = "ORIGIN",
            description =
                    "As what its user counts at most; without it, as you do yourself, or as what it rests on says.")
    private Optional<String> ceiling;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long it counts (default: ${DEFAULT-VALUE}).")
    private String expires;

    @Option(names = "--on", paramLabel = "FILE", description = "Hands on what was delegated to you in this file.")
    private Optional<Path> on;

    @Option(names = "--out", paramLabel = "FILE", description = "Where it is written; without it, standard output.")
    private Optional<Path> out;

    @Option(
            names = "--as",
            paramLabel = "KEY",
            defaultValue = "local",
            description = "Who gives it: local (the default) or operator.")
    private String signer;

    @Option(names = "--key", paramLabel = "FILE", description = "A principal's secret key, who gives it.")
    private Optional<Path> key;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        if (to.isEmpty() || rights.isEmpty()) {
            throw new Trouble(
                    Exit.USAGE, "--to and --rights are missing: to whom, and what", "airlock delegate --help");
        }
        Optional<DelegationChain> above =
                on.isPresent() ? Optional.of(DelegationFile.read(on.get())) : Optional.empty();
        SigningKey issuer = new Signer(signer, key).key(data.directory());
        DelegationChain chain = chain(above, issuer);
        if (out.isPresent()) {
            DelegationFile.write(out.get(), chain);
            SignedDelegation leaf = chain.delegations().getLast();
            spec.commandLine()
                    .getOut()
                    .println(json.asked() ? JsonOption.line(DelegationText.json(leaf)) : DelegationText.line(leaf));
        } else {
            spec.commandLine().getOut().println(Delegations.text(chain));
        }
        return Exit.FINE;
    }

    private DelegationChain chain(Optional<DelegationChain> above, SigningKey issuer) throws IOException, Trouble {
        Standings standings = standings(issuer.id());
        Duration most = Words.duration("--timeout", timeout);
        Instant now = PrincipalDesk.now();
        try {
            Rights given = new Rights(rights, memoryMib, Math.toIntExact(most.toMillis()), ceiling(above, standings));
            if (above.isPresent()) {
                requireHandedOn(above.get(), issuer, given);
            }
            var said = new Delegation(
                    above.map(chain -> Delegations.hash(chain.leaf())),
                    issuer.id().value(),
                    standings.subject(),
                    given,
                    now.plus(Words.duration("--expires", expires)),
                    above.map(chain -> chain.leaf().epoch()).orElse(1L),
                    above.map(chain -> chain.leaf().depth() + 1).orElse(0),
                    nonce());
            List<SignedDelegation> all =
                    new ArrayList<>(above.map(DelegationChain::delegations).orElse(List.of()));
            all.add(Delegations.signed(said, issuer));
            return new DelegationChain(all);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock delegate --help");
        }
    }

    /** What the services would refuse is not written. */
    private static void requireHandedOn(DelegationChain above, SigningKey issuer, Rights given) throws Trouble {
        if (!above.leaf().subject().equals(issuer.id().value())) {
            throw new Trouble(
                    Exit.USAGE,
                    "that delegation is for " + above.leaf().subject() + ", and " + issuer.id() + " hands it on",
                    "--key with the key that it was given to");
        }
        if (!above.leaf().rights().cover(given)) {
            throw new Trouble(
                    Exit.USAGE,
                    "it hands on more than was given: "
                            + DelegationText.line(above.delegations().getLast()),
                    "airlock delegate with less of --rights, --memory, --timeout or --ceiling");
        }
    }

    private Origin ceiling(Optional<DelegationChain> above, Standings standings) throws Trouble {
        if (ceiling.isPresent()) {
            return Words.constant(Origin.class, "--ceiling", ceiling.get());
        }
        Origin own = standings
                .issuer()
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE,
                        "nobody on this data directory knows the class of the key that gives it",
                        "--ceiling with that class or a lower one"));
        return above.map(chain -> chain.leaf().rights().ceiling())
                .filter(most -> most.compareTo(own) < 0)
                .orElse(own);
    }

    /**
     * What is known of the two keys.
     *
     * @param subject the id of the one that it is given to
     * @param issuer the class of the one that gives it, if that is known here
     */
    private record Standings(String subject, Optional<Origin> issuer) {}

    /** The bus is asked only for what is not known without it. */
    private Standings standings(KeyId issuer) throws IOException, Trouble {
        String whom = to.orElseThrow();
        boolean named = !whom.startsWith(KEY) && !whom.equals("local");
        if (!named && (key.isEmpty() || ceiling.isPresent())) {
            return new Standings(
                    whom.equals("local") ? local() : whom,
                    key.isEmpty() ? Optional.of(ofDirectory()) : Optional.empty());
        }
        try (PrincipalDesk desk = PrincipalDesk.open(data.directory())) {
            Standing standing = desk.keys().ring().of(issuer) instanceof Standing.Speaks speaks
                    ? speaks
                    : desk.history().principals().standing(issuer, PrincipalDesk.now());
            return new Standings(
                    named ? keyOf(desk, whom) : whom.equals("local") ? local() : whom,
                    standing instanceof Standing.Speaks speaks
                            ? Optional.of(speaks.speaker().origin())
                            : Optional.empty());
        }
    }

    private Origin ofDirectory() throws Trouble {
        return new Signer(signer, Optional.empty()).origin();
    }

    private String local() throws IOException, Trouble {
        return new Signer("local", Optional.empty()).key(data.directory()).id().value();
    }

    /** The newest good key of somebody. */
    private static String keyOf(PrincipalDesk desk, String identity) throws Trouble {
        return desk.history().principals().history(identity).reversed().stream()
                .map(Principal::keyId)
                .filter(id ->
                        desk.history().principals().now(new KeyId(id), PrincipalDesk.now()) instanceof Tenure.Holder)
                .findFirst()
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE, identity + " has no good key", "airlock principal list, or --to with a key's id"));
    }

    private static String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
