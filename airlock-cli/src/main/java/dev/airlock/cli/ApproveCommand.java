package dev.airlock.cli;

import dev.airlock.gateway.decide.Approvals;
import dev.airlock.node.OwnLane;
import dev.airlock.node.Reach;
import dev.airlock.node.Watch;
import dev.airlock.road.Topics;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.ApprovalWord;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Whom;
import dev.airlock.schemas.risk.LevelTable;
import dev.airlock.schemas.risk.RiskWords;
import dev.airlock.schemas.wire.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description =
                "Lets one intent run once where only local callers and operators may, signed with an operator's key and bound to all that it names.",
        footer = {
            "",
            "  airlock approve code:execute --payload fix.py --for local --session repair --reason 'rebuilds the index'",
            "  airlock run code:execute --file fix.py --origin internal --session repair     by whom it is for",
            "  airlock approve --cosign 3f0c --as operator@ann                                a second operator signs the same",
            "",
            "L0 and L1 need one operator, L2 two, L3 three, each with a key of its own; what an intent needs is reviewed data: new",
            "packages L1, more than 500 lines L2, /etc L3. It counts under the posture's verdict of now, until it expires, once. A key",
            "that a running gateway does not know counts from its next start on. The program is read by nobody but you: look at it."
        })
final class ApproveCommand implements Callable<Integer> {
    private static final Duration READING = Duration.ofSeconds(3);

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(arity = "0..1", paramLabel = "INTENT", description = "What may be run, for example code:execute.")
    private Optional<String> intent;

    @Option(names = "--payload", paramLabel = "FILE", description = "The program, byte for byte; - is standard input.")
    private Optional<String> payload;

    @Option(
            names = "--for",
            paramLabel = "NAME",
            description = "Whose intent it is, as tokens name it: the name of its key, or a jis: identity.")
    private Optional<String> principal;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            defaultValue = "internal",
            description =
                    "The origin it will have: internal (the default) or external; local and operator need no approval.")
    private String origin;

    @Option(
            names = "--session",
            paramLabel = "ID",
            defaultValue = "repair",
            description = "The intent's session; repair if nothing else is said.")
    private String session;

    @Option(names = "--node", paramLabel = "NODE", description = "It comes by this node's fast lane, not by the bus.")
    private Optional<String> node;

    @Option(names = "--fast", description = "It comes by the fast lane of the node on this data directory (MUX, HTTP).")
    private boolean fast;

    @Option(
            names = "--intent-hash",
            paramLabel = "HASH",
            description = "Only the intent with this hash is meant; needed where it has input files.")
    private Optional<String> intentHash;

    @Option(names = "--level", paramLabel = "LEVEL", description = "l0 to l3; without it what the intent needs.")
    private Optional<String> level;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept. Required.")
    private Optional<String> reason;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long it counts: 10m if nothing else is said, 1h at most.")
    private String expires;

    @Option(names = "--cosign", paramLabel = "ID", description = "Sign another operator's approval too.")
    private Optional<String> cosign;

    @Option(
            names = "--as",
            paramLabel = "KEY",
            defaultValue = "operator",
            description = "Whose key signs: operator (the default) or operator@NAME.")
    private String signer;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String name = ApprovalSender.operator(signer);
        if (fast && node.isPresent()) {
            throw new Trouble(Exit.USAGE, "give --fast or --node, not both", "airlock approve --help");
        }
        if (cosign.isPresent()) {
            return cosign(cosign.get(), name);
        }
        Draft draft = draft();
        var keys = new KeyFiles(data.directory().keys(), new SecureRandom());
        try (Reach reach = TokenSource.reach(data.directory())) {
            SigningKey key = keys.loadOrCreate(name);
            Topics.ensure(reach.bus(), (short) 1);
            Optional<String> by = fast ? Optional.of(OwnLane.nameOf(keys.loadOrCreate("executor"))) : node;
            Approval approval = approval(draft, name, by, verdict(reach, keys.ring(), draft.principal()));
            ApprovalSender.send(reach, approval, key);
            tell(approval, approval.level().operators() - 1);
        }
        return Exit.FINE;
    }

    /** What was asked for, before anything is started. */
    private record Draft(
            String intent,
            String principal,
            Origin origin,
            String payloadHash,
            ApprovalLevel level,
            String reason,
            Duration length) {}

    private Draft draft() throws IOException, Trouble {
        String what = required(intent, "INTENT is missing");
        String whose = required(principal, "--for is missing: whose intent it is");
        String why = required(reason, "--reason is missing; it is kept");
        byte[] bytes = bytes(required(payload, "--payload is missing: an approval is for one program"));
        Duration length = Words.duration("--expires", expires);
        if (length.compareTo(Approvals.LENGTH_MAX) > 0) {
            throw new Trouble(
                    Exit.USAGE, "--expires is " + expires + "; an approval counts for 1h at most", "--expires 1h");
        }
        Origin from = Words.constant(Origin.class, "--origin", origin);
        if (from == Origin.EXTERNAL_AI) {
            throw new Trouble(Exit.USAGE, "--origin is external_ai, which nobody can approve", "--origin external");
        }
        LevelTable.Asked asked = LevelTable.load().of(RiskWords.load().of(what), List.of(Bytes.of(bytes)));
        ApprovalLevel given = level.map(text -> Words.constant(ApprovalLevel.class, "--level", text))
                .orElse(asked.level());
        if (given.compareTo(asked.level()) < 0) {
            throw new Trouble(
                    Exit.USAGE,
                    given + " is not enough: " + asked.level() + " is needed, since " + asked.why(),
                    "--level " + asked.level().name().toLowerCase(Locale.ROOT));
        }
        return new Draft(what, whose, from, Hashes.sha256(bytes), given, why, length);
    }

    private static String required(Optional<String> given, String complaint) throws Trouble {
        return given.filter(text -> !text.isBlank())
                .orElseThrow(() -> new Trouble(Exit.USAGE, complaint, "airlock approve --help"));
    }

    private static byte[] bytes(String file) throws IOException, Trouble {
        if (!file.equals("-") && (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file)))) {
            throw new Trouble(Exit.USAGE, file + " cannot be read", "give a file that is there");
        }
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(PayloadOption.BYTES_MAX + 1);
            if (bytes.length > PayloadOption.BYTES_MAX) {
                throw new Trouble(Exit.USAGE, "the program has more than 1 MiB, which is the limit for a payload", "");
            }
            return bytes;
        }
    }

    /** The verdict that binds whoever it is for, now. */
    private String verdict(Reach reach, KeyRing ring, String whose) throws InterruptedException, Trouble {
        try (Watch watch = Watch.on(reach.bus(), ring, InstantSource.system())) {
            watch.await(Effective::fresh, READING);
            Effective bound = watch.view().current(Instant.now(), System.nanoTime(), new Whom(whose, session));
            if (!bound.fresh()) {
                throw new Trouble(
                        Exit.UNAVAILABLE,
                        "an approval is bound to the verdict of now, and there is none: " + bound.reason(),
                        "airlock up");
            }
            return bound.verdictId();
        }
    }

    private Approval approval(Draft draft, String name, Optional<String> by, String verdictId) throws Trouble {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try {
            return new Approval(
                    UUID.randomUUID().toString(),
                    ApprovalWord.APPROVE,
                    name,
                    draft.intent(),
                    draft.principal(),
                    draft.origin(),
                    by.isPresent() ? Lane.FAST : Lane.BUS,
                    by.orElse(""),
                    session,
                    draft.payloadHash(),
                    intentHash,
                    verdictId,
                    draft.level(),
                    draft.reason(),
                    now,
                    now.plus(draft.length()));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock approve --help");
        }
    }

    private int cosign(String id, String name) throws Exception {
        var keys = new KeyFiles(data.directory().keys(), new SecureRandom());
        try (Reach reach = TokenSource.reach(data.directory())) {
            SigningKey key = keys.loadOrCreate(name);
            ApprovalHistory.Seen seen = ApprovalHistory.read(reach, keys.ring(), TokenSource.of(data.directory()))
                    .find(id);
            String state = seen.state(Instant.now());
            if (!state.startsWith("pending")) {
                throw new Trouble(Exit.USAGE, "approval " + id + " needs no co-signer: " + state, "airlock approvals");
            }
            if (seen.entry().signers().contains(key.id().value())) {
                throw new Trouble(
                        Exit.USAGE,
                        name + " has signed it already; a co-signer needs another operator's key",
                        "airlock approve --cosign " + id + " --as operator@NAME");
            }
            ApprovalSender.send(reach, seen.entry().approval(), key);
            tell(seen.entry().approval(), seen.entry().signersMissing() - 1);
        }
        return Exit.FINE;
    }

    private void tell(Approval approval, int missing) {
        String effect = missing == 0
                ? "stands"
                : "pending, needs " + missing + " more: airlock approve --cosign " + approval.approvalId()
                        + " --as operator@NAME";
        spec.commandLine()
                .getOut()
                .println(
                        json.asked()
                                ? JsonOption.line(Map.of(
                                        "approval_id", approval.approvalId(),
                                        "level", approval.level().name(),
                                        "verdict_id", approval.verdictId(),
                                        "expires_at", approval.expiresAt().toString(),
                                        "missing", missing))
                                : approval.approvalId() + ": " + approval.level() + " for " + approval.principal()
                                        + "'s " + approval.intent() + " until " + approval.expiresAt() + "; " + effect);
    }
}
