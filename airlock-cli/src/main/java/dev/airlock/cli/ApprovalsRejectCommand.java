package dev.airlock.cli;

import dev.airlock.cli.ApprovalHistory.Seen;
import dev.airlock.node.Reach;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Approval;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        description = "Takes an approval back, whoever gave it; one that was used up is not undone.")
final class ApprovalsRejectCommand implements Callable<Integer> {
    private static final Duration LENGTH = Duration.ofMinutes(10);

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "ID", description = "Its id, or as much of it as no other has.")
    private String id;

    @Mixin
    private ReasonOption reason;

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
        SigningKey key = new KeyFiles(data.directory().keys(), new SecureRandom()).loadOrCreate(name);
        try (Reach reach = TokenSource.reach(data.directory())) {
            Seen seen = ApprovalsCommand.history(reach, data).find(id);
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            String state = seen.state(now);
            if (!state.startsWith("pending") && !state.equals("stands")) {
                throw new Trouble(
                        Exit.USAGE, "approval " + id + " does not count any more: " + state, "airlock approvals");
            }
            Approval rejected = rejection(seen.entry().approval(), name, now);
            ApprovalSender.send(reach, rejected, key);
            spec.commandLine().getOut().println(rejected.approvalId() + ": rejected");
        }
        return Exit.FINE;
    }

    private Approval rejection(Approval approval, String name, Instant now) throws Trouble {
        try {
            return approval.rejected(name, reason.text(), now, now.plus(LENGTH));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock approvals reject --help");
        }
    }
}
