package dev.airlock.cli;

import dev.airlock.road.keys.KeyFiles.PublicKey;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.principals.Tenure;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Everybody whose signature counts now: the callers of the key directory, and the principals with their good keys.")
final class PrincipalListCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(names = "--all", description = "Every key that ever was, whether it counts or not.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        try (PrincipalDesk desk = PrincipalDesk.open(data.directory())) {
            KeyRing ring = desk.keys().ring();
            for (PublicKey key : desk.keys().exportPublic()) {
                if (ring.of(key.key().id()) instanceof Standing.Speaks(Speaker speaker, VerifyingKey _)) {
                    tell(key, speaker);
                }
            }
            Principals principals = desk.history().principals();
            Instant now = PrincipalDesk.now();
            for (String identity : principals.identities()) {
                principals.history(identity).stream()
                        .map(Principal::keyId)
                        .distinct()
                        .map(KeyId::new)
                        .forEach(key -> tell(principals.latest(key).orElseThrow(), principals.now(key, now)));
            }
            List<String> refused = desk.history().refused();
            if (!refused.isEmpty()) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("airlock: " + refused.size() + " records change nothing:");
                refused.forEach(one -> err.println("         " + one));
            }
        }
        return Exit.FINE;
    }

    private void tell(PublicKey key, Speaker speaker) {
        String origin = speaker.origin().name().toLowerCase(Locale.ROOT);
        spec.commandLine()
                .getOut()
                .println(
                        json.asked()
                                ? JsonOption.line(Map.of(
                                        "identity",
                                        speaker.name(),
                                        "class",
                                        origin,
                                        "key_id",
                                        key.key().id().value(),
                                        "state",
                                        "good",
                                        "source",
                                        "key_directory"))
                                : "%-32s %-12s %-9s %s  of the key directory"
                                        .formatted(
                                                speaker.name(),
                                                origin,
                                                "good",
                                                key.key().id()));
    }

    private void tell(Principal said, Tenure tenure) {
        if (all || tenure instanceof Tenure.Holder) {
            spec.commandLine()
                    .getOut()
                    .println(
                            json.asked()
                                    ? JsonOption.line(PrincipalText.json(said, tenure))
                                    : PrincipalText.line(said, tenure));
        }
    }
}
