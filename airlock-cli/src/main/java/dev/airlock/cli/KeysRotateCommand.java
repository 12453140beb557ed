package dev.airlock.cli;

import dev.airlock.node.NodeFile;
import dev.airlock.road.keys.KeyTerms;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description =
                "Puts a new key in the place of a sealer's. What the old one sealed still verifies; its secret is gone.",
        footer = {
            "",
            "The node, or the service whose keys are in --keys, must not run. Services on other hosts that trust the key need the new",
            "files: NAME.pub, NAME.term and those of the old key, NAME@was-*. Stored snapshots are signed by the executor's key and are",
            "made anew."
        })
final class KeysRotateCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "NAME", description = "gateway, executor, or one of those with @PLACE.")
    private String name;

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long the old key still counts for new tokens; by default ${DEFAULT-VALUE}.")
    private String overlap;

    @Mixin
    private KeysOption keys;

    @ArgGroup
    private Forms forms = new Forms();

    /** At most one of them. */
    private static final class Forms {
        @Option(
                names = "--hybrid",
                description = "The new key is hybrid: Ed25519 and ML-DSA-65. By default it is what the old one is.")
        private boolean hybrid;

        @Option(names = "--plain", description = "The new key is plain: Ed25519 alone.")
        private boolean plain;

        KeyTerms.Form form() {
            if (hybrid) {
                return KeyTerms.Form.HYBRID;
            }
            return plain ? KeyTerms.Form.PLAIN : KeyTerms.Form.SAME;
        }
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Duration both = Words.duration("--overlap", overlap);
        if (!keys.given() && NodeFile.running(data.directory()).isPresent()) {
            throw new Trouble(Exit.USAGE, "the node of this data directory has the key in use", "airlock stop");
        }
        KeyTerms.Rotation rotation =
                new KeyTerms(keys.directory(data)).rotate(name, Instant.now(), both, forms.form(), new SecureRandom());
        Map<String, Object> words = Map.of(
                "name",
                name,
                "key_id",
                rotation.newKey().value(),
                "old_name",
                rotation.oldName(),
                "old_key_id",
                rotation.oldKey().value(),
                "old_term",
                rotation.oldTerm().text().strip());
        spec.commandLine()
                .getOut()
                .println(
                        json.asked()
                                ? JsonOption.line(words)
                                : name + " is " + rotation.newKey() + " now; the old key is kept as "
                                        + rotation.oldName() + KeysCommand.term(rotation.oldTerm()));
        return Exit.FINE;
    }
}
