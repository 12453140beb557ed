package dev.airlock.cli;

import dev.airlock.schemas.model.RuleHit;
import dev.airlock.snaft.shell.Corpus;
import dev.airlock.snaft.shell.RuleCheck;
import dev.airlock.snaft.shell.RuleCheck.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The standing rules, without a node. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Lists the rules that every payload is screened by, and says what they make of one.",
        subcommands = {RulesCommand.Show.class, RulesCommand.Check.class, RulesCommand.Rates.class},
        footer = {
            "",
            "  airlock rules list              each rule, what it is for and its limits",
            "  airlock rules check prog.py     which rules object to a payload; nothing is sent or run",
            "  airlock rules rates             how many of the labelled samples are flagged, by kind"
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
            name = "list",
            mixinStandardHelpOptions = true,
            description = "The rules in the order in which they are asked.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            for (Line line : RuleCheck.lines()) {
                String verdict = line.warns() ? "warns" : "refuses";
                out.println(
                        json.asked()
                                ? JsonOption.line(Map.of(
                                        "id", line.id(),
                                        "name", line.name(),
                                        "verdict", verdict,
                                        "catches", line.catches(),
                                        "phrases", line.phrases()))
                                : "%-12s  %-17s  %-7s  %s".formatted(line.id(), line.name(), verdict, line.catches()));
            }
            return Exit.FINE;
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "What the rules say of a payload of an external AI. Exit code 3 if they refuse it.")
    static final class Check implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The payload, as UTF-8.")
        private Path file;

        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, Trouble {
            PrintWriter out = spec.commandLine().getOut();
            RuleCheck.Said said = RuleCheck.of(text());
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
