package dev.airlock.cli;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.principals.Tenure;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = "Says for the first time who somebody is, and which key is his. His class never changes.",
        footer = {
            "",
            "What is there already with the same key and class is left as it is.",
            "external_ai comes in only while the hardened runtime is well; operator may want anything."
        })
final class PrincipalAddCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "NAME", description = "An identity, for example jis:acme:crawler.")
    private String name;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            required = true,
            description = "external_ai, external, internal, local or operator.")
    private String origin;

    @Mixin
    private PrincipalKeyOption key;

    @Mixin
    private ReasonOption reason;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        Principal.requireIdentity(name);
        Origin wanted = Words.constant(Origin.class, "--class", origin);
        Duration validity = key.validity();
        try (PrincipalDesk desk = PrincipalDesk.open(data.directory())) {
            List<Principal> there = desk.history().principals().history(name);
            if (key.toBeMade().isPresent() && !there.isEmpty()) {
                // The name first: no key is made for somebody who cannot have it.
                throw new Trouble(Exit.USAGE, name + " is there already", "airlock principal rotate " + name);
            }
            KeyId id = key.key();
            Optional<Principal> same = there.stream()
                    .filter(said -> said.keyId().equals(id.value()) && said.origin() == wanted)
                    .findFirst();
            if (same.isPresent()) {
                tell(same.get(), desk.history().principals().now(id, PrincipalDesk.now()), "it was there already");
                return Exit.FINE;
            }
            Principal said = desk.say(reason.text(), words -> List.of(words.add(name, wanted, id, validity)))
                    .getFirst();
            tell(said, new Tenure.Holder(name, wanted), desk.effect());
        }
        return Exit.FINE;
    }

    private void tell(Principal said, Tenure tenure, String effect) {
        PrintWriter out = spec.commandLine().getOut();
        if (json.asked()) {
            var all = PrincipalText.json(said, tenure);
            all.put("effect", effect);
            out.println(JsonOption.line(all));
        } else {
            out.println(PrincipalText.line(said, tenure));
            out.println(effect);
        }
    }
}
