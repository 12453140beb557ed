package dev.airlock.cli;

import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.flow.Topic;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "tokens",
        mixinStandardHelpOptions = true,
        description = "Shows the newest tokens, each one verified. Works with and without a running node.",
        subcommands = {
            TokensShowCommand.class,
            TokensCheckCommand.class,
            TokensImportCommand.class,
            TokensExportCommand.class
        })
final class TokensCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with those that come, until interrupted.")
    private boolean follow;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the newest; by default ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--session", paramLabel = "ID", description = "Only those of one session.")
    private Optional<String> session;

    @Spec
    private CommandSpec spec;

    private final ArrayDeque<Line> newest = new ArrayDeque<>();

    private record Line(Instant at, String text) {}

    @Override
    public Integer call() throws Exception {
        TokenSource source = TokenSource.of(data.directory());
        try (Reach reach = TokenSource.reach(data.directory())) {
            if (follow) {
                Ledger.follow(reach.bus(), Topic.TOKENS, record -> line(source, record)
                        .ifPresent(this::print));
            }
            Ledger.read(reach.bus(), Topic.TOKENS, Duration.ofMinutes(10), record -> line(source, record)
                    .ifPresent(this::keep));
        }
        newest.stream().sorted(Comparator.comparing(Line::at)).forEach(this::print);
        return Exit.FINE;
    }

    private void keep(Line line) {
        newest.addLast(line);
        if (newest.size() > Math.max(1, limit)) {
            newest.remove(newest.stream().min(Comparator.comparing(Line::at)).orElseThrow());
        }
    }

    private void print(Line line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line.text());
        out.flush();
    }

    private Optional<Line> line(TokenSource source, Inbound record) {
        try {
            Token token = source.read(record);
            boolean wanted = session.isEmpty()
                    || session.get().equals(token.content().eraan().key().session());
            return wanted
                    ? Optional.of(new Line(token.content().timestamp(), json.asked() ? token.json() : text(token)))
                    : Optional.empty();
        } catch (TokenRejected | TokenSource.MalformedRecord e) {
            return Optional.of(new Line(record.appendedAt(), record + ": NOT A TOKEN OF OURS: " + e.getMessage()));
        }
    }

    private static String text(Token token) {
        return token.content().timestamp() + " " + token.content().eraan().key().id() + " " + TokenText.line(token);
    }
}
