package dev.airlock.cli;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.principals.Tenure;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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
                "Gives a principal another key, of its next epoch. The keys of before count no more, unless they are kept.")
final class PrincipalRotateCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "NAME", description = "An identity that is there.")
    private String name;

    @Mixin
    private PrincipalKeyOption key;

    @Option(names = "--keep-old", description = "Let the keys of before count until their own end.")
    private boolean keepOld;

    @Mixin
    private ReasonOption reason;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        Duration validity = key.validity();
        try (PrincipalDesk desk = PrincipalDesk.open(data.directory())) {
            if (desk.history().principals().history(name).isEmpty()) {
                throw new Trouble(Exit.USAGE, "nobody is called " + name, "airlock principal list");
            }
            var _ = key.toBeMade();
            KeyId id = key.key();
            Principal said = desk.say(reason.text(), words -> List.of(words.rotate(name, id, validity, keepOld)))
                    .getFirst();
            Tenure tenure = new Tenure.Holder(name, said.origin());
            PrintWriter out = spec.commandLine().getOut();
            if (json.asked()) {
                var all = PrincipalText.json(said, tenure);
                all.put("effect", desk.effect());
                out.println(JsonOption.line(all));
            } else {
                out.println(PrincipalText.line(said, tenure));
                out.println(desk.effect());
            }
        }
        return Exit.FINE;
    }
}
