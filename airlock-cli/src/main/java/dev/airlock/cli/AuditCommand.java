package dev.airlock.cli;

import dev.airlock.authorisation.shell.PolicyHistory;
import dev.airlock.gateway.shell.Retrial;
import dev.airlock.ledger.audit.decide.Redecides;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.ledger.audit.model.TokenProof;
import dev.airlock.ledger.audit.shell.AuditWish;
import dev.airlock.ledger.audit.shell.Auditor;
import dev.airlock.ledger.audit.shell.BusShelf;
import dev.airlock.ledger.audit.shell.ScratchFailed;
import dev.airlock.ledger.audit.wire.HtmlReport;
import dev.airlock.ledger.audit.wire.ReportFields;
import dev.airlock.ledger.audit.wire.ReportText;
import dev.airlock.node.Reach;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies the whole ledger: every token's form, hash, key and signature, every chain's order, links, times and end, every posture,",
            "and that each intent has one token; and that the ledger's signed heads sign these tokens. The first bad record is named. Works with and without a running node."
        },
        footer = {
            "",
            "Exit code 0 only when everything verifies; 1 when something does not; 2 wrong use, or no room for its files; 7 when the bus",
            "cannot be read.",
            "--from, --to, --session and --agent choose what is counted and drawn; everything is verified either way."
        })
final class AuditCommand implements Callable<Integer> {
    private static final Pattern AGO = Pattern.compile("[0-9]+(ms|s|m|h)");

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Count tokens made then or later: 2026-01-31T12:00:00Z, or 24h for the last 24 hours.")
    private Optional<String> from;

    @Option(names = "--to", paramLabel = "TIME", description = "Count tokens made before then.")
    private Optional<String> to;

    @Option(names = "--session", paramLabel = "ID", description = "Count tokens of one session.")
    private Optional<String> session;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Count tokens of one agent, by the name that it gives itself or its principal's.")
    private Optional<String> agent;

    @Option(
            names = "--policy-replay",
            description = {
                "Decide every admission and refusal again, from the recorded postures, policies, approvals and screenings, by the gateway's own",
                "rules. What can be decided no more, since its records have expired, is counted."
            })
    private boolean policyReplay;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = {
                "What an earlier audit printed with --json: every chain must still reach as far as it did then, and every partition",
                "begin with the tree that it had."
            })
    private Optional<Path> against;

    @Option(
            names = "--segments",
            paramLabel = "DIR",
            description = {
                "What airlock ledger export wrote: its tokens are audited with the topic's as one, which may have been cut behind them.",
                "May be given again; what airlock ledger import has kept is read anyway."
            })
    private List<Path> exports = List.of();

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = {
                "Where files are that hold what is too much for the memory: 32 bytes a token, and with --policy-replay a partition's screenings",
                "too. They have no name, so none is left, however the command ends. By default where this machine has temporary files."
            })
    private Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the report as one HTML page that loads nothing from anywhere.")
    private Optional<Path> html;

    @Option(
            names = "--family",
            paramLabel = "TOKEN",
            description =
                    "Whose family tree is drawn: a token's id, an intent's, or SESSION/ID; by default the first violation's.")
    private Optional<String> family;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        InstantSource clock = InstantSource.system();
        Selection selection = selection(clock.instant());
        if (!Files.isDirectory(scratch)) {
            throw new Trouble(Exit.USAGE, "--scratch: " + scratch + " is no directory", "one on a disk with room");
        }
        Optional<EarlierAudit> earlier =
                against.isPresent() ? Optional.of(EarlierAudit.in(against.get())) : Optional.empty();
        AuditReport report;
        try (Reach reach = TokenSource.reach(data.directory())) {
            if (!reach.live()) {
                Topics.ensure(reach.bus(), (short) 1);
            }
            report = audit(reach, selection, earlier, clock);
        } catch (BusUnreachable | TopicsDisagree e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock doctor");
        } catch (ScratchFailed e) {
            throw new Trouble(
                    Exit.USAGE,
                    "the audit has come to no end, and says nothing of the ledger: " + e.getMessage(),
                    "make room there, or airlock audit --scratch DIR with a directory on a larger disk");
        }
        if (html.isPresent()) {
            Optional<TokenProof> proof = report.family().map(family -> proof(family.token()));
            write(html.get(), HtmlReport.of(report, proof));
        }
        print(report);
        return report.verifies() ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    private AuditReport audit(Reach reach, Selection selection, Optional<EarlierAudit> earlier, InstantSource clock)
            throws BusUnreachable, IOException, InterruptedException, Trouble {
        // First, so that keys, policies and approvals of every token are among those that are read behind it.
        BusShelf bus = BusShelf.now(reach.bus());
        List<SegmentFolder> exported =
                SegmentFolder.all(exports, data.directory(), spec.commandLine().getErr()::println);
        KeyRing ring = new KeyFiles(data.directory().keys(), new SecureRandom()).ring();
        Optional<Redecides> gateway = Optional.empty();
        if (policyReplay) {
            PolicyHistory history = PolicySource.history(reach, data.directory());
            gateway = Optional.of(GatewayAgain.of(history, Retrial.of(reach.bus(), ring)));
        }
        var bar = new ProgressBar(spec.commandLine().getErr(), ProgressBar.onTerminal() && !json.asked());
        try {
            var wish = new AuditWish(
                    selection,
                    family,
                    Stream.concat(
                                    bus.remembered().stream(),
                                    earlier.stream().flatMap(before -> before.heads().stream()))
                            .toList(),
                    earlier.map(EarlierAudit::trees).orElse(List.of()),
                    scratch,
                    gateway);
            return Auditor.audit(new ArchiveShelf(bus, exported), ring, wish, bar, clock);
        } finally {
            bar.done();
        }
    }

    private Selection selection(Instant now) throws Trouble {
        try {
            return new Selection(
                    from.isPresent() ? Optional.of(time("--from", from.get(), now)) : Optional.empty(),
                    to.isPresent() ? Optional.of(time("--to", to.get(), now)) : Optional.empty(),
                    session,
                    agent);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "");
        }
    }

    private static Instant time(String option, String text, Instant now) {
        if (AGO.matcher(text).matches()) {
            Duration ago = Words.duration(option, text);
            return now.minus(ago);
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new IllegalArgumentException(option
                    + " is a time such as 2026-01-31T12:00:00Z, or a number and ms, s, m or h for so long ago; not "
                    + text);
        }
    }

    /** Asked for after the audit, so with keys that a ledger may have made meanwhile. */
    private TokenProof proof(TokenFacts token) {
        try {
            KeyRing now = new KeyFiles(data.directory().keys(), new SecureRandom()).ring();
            return ShownProofs.of(
                    data.directory(),
                    now,
                    new TokenId(token.token()),
                    new KeyId(token.link().sealer()));
        } catch (IOException e) {
            return new TokenProof.Missing(token.token(), e.getMessage());
        }
    }

    private static void write(Path file, String page) throws Trouble {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new Trouble(Exit.USAGE, file + " cannot be written: " + e.getMessage(), "--html with another place");
        }
    }

    private void print(AuditReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json.asked()) {
            out.println(JsonOption.line(ReportFields.of(report)));
        } else {
            ReportText.of(report).forEach(out::println);
            html.ifPresent(file -> out.println("report:     " + file));
        }
        out.flush();
    }
}
