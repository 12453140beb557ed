package dev.airlock.cli;

import dev.airlock.schemas.model.RuleHit;
import dev.airlock.snaft.decide.CustomRules;
import dev.airlock.snaft.shell.Corpus;
import dev.airlock.snaft.shell.RuleCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** What payloads are screened by: the standing rules, and the operators' own. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Lists the rules that every payload is screened by, and says what they make of one.",
        subcommands = {
            RulesListCommand.class,
            RulesCommand.Try.class,
            RulesCheckCommand.class,
            RulesLoadCommand.class,
            RulesShowCommand.class,
            RulesCommand.Rates.class
        },
        footer = {
            "",
            "  airlock rules list                                   each rule, what it is for and its limits",
            "  airlock rules try prog.py --with rules.json          which rules object to a payload; nothing is sent or run",
            "  airlock rules check rules.json                       is a set of your own rules in order? its faults, with places",
            "  airlock rules load rules.json --reason 'payroll'     puts it into force behind the standing rules, signed",
            "  airlock rules rates                                  how many of the labelled samples are flagged, by kind",
            "",
            "Your own rules and blocks can refuse and flag more; what a standing rule refuses, nothing permits."
        })
final class RulesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }

    @Command(
            name = "try",
            mixinStandardHelpOptions = true,
            description = "What the rules say of a payload of an external AI. Exit code 3 if they refuse it.")
    static final class Try implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The payload, as UTF-8.")
        private Path file;

        @Option(
                names = "--with",
                paramLabel = "SET",
                description = "Ask the rules of this file behind the standing ones, those of every posture.")
        private Optional<Path> set;

        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, Trouble {
            PrintWriter out = spec.commandLine().getOut();
            CustomRules own =
                    set.isPresent() ? RuleSource.good(RuleSource.text(set.get()), set.get()) : CustomRules.NONE;
            RuleCheck.Said said = RuleCheck.of(text(), own);
            for (RuleHit hit : said.hits()) {
                out.println(
                        json.asked()
                                ? JsonOption.line(Map.of("rule", hit.rule(), "text", hit.text()))
                                : hit.rule() + "  " + hit.text());
            }
            if (said.hits().isEmpty() && !json.asked()) {
                out.println("no rule objects");
            }
            return said.refuses() ? Exit.REFUSED : Exit.FINE;
        }

        private String text() throws IOException, Trouble {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new Trouble(Exit.USAGE, file + " cannot be read", "give a file that is there");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(PayloadOption.BYTES_MAX + 1);
                if (bytes.length > PayloadOption.BYTES_MAX) {
                    throw new Trouble(
                            Exit.USAGE,
                            file + " has more than " + PayloadOption.BYTES_MAX
                                    + " bytes, which is the limit for a payload",
                            "give a smaller file");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }
    }

    @Command(
            name = "rates",
            mixinStandardHelpOptions = true,
            description =
                    "How many of the labelled samples that come with the rules are flagged, refused or warned of, by kind.",
            footer = {
                "",
                "The samples were written with the rules beside them, so these are no rates for texts that nobody has seen."
            })
    static final class Rates implements Callable<Integer> {
        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            for (Corpus.Rate rate : Corpus.rates()) {
                out.println(
                        json.asked()
                                ? JsonOption.line(Map.of(
                                        "kind", rate.kind(), "flagged", rate.flagged(), "samples", rate.samples()))
                                : "%-24s %4d of %4d  %5.1f %%"
                                        .formatted(rate.kind(), rate.flagged(), rate.samples(), rate.percent()));
            }
            return Exit.FINE;
        }
    }
}
