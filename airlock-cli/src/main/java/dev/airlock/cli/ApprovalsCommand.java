package dev.airlock.cli;

import dev.airlock.cli.ApprovalHistory.Seen;
import dev.airlock.node.Reach;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.model.Approval;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "approvals",
        mixinStandardHelpOptions = true,
        description =
                "What operators have approved, the first first: pending, standing, rejected, expired, or used by which intent.",
        subcommands = {ApprovalsShowCommand.class, ApprovalsRejectCommand.class})
final class ApprovalsCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    /** The approvals of a data directory. */
    static ApprovalHistory history(Reach reach, DataOption data) throws Exception {
        var keys = new KeyFiles(data.directory().keys(), new SecureRandom());
        return ApprovalHistory.read(reach, keys.ring(), TokenSource.of(data.directory()));
    }

    @Override
    public Integer call() throws Exception {
        try (Reach reach = TokenSource.reach(data.directory())) {
            Instant now = Instant.now();
            for (Seen seen : history(reach, data).all()) {
                Approval approval = seen.entry().approval();
                spec.commandLine()
                        .getOut()
                        .println(
                                json.asked()
                                        ? JsonOption.line(fields(seen, now))
                                        : "%s  %s  %s for %s in %s: %s  (%s)"
                                                .formatted(
                                                        approval.approvalId(),
                                                        approval.level(),
                                                        approval.intent(),
                                                        approval.principal(),
                                                        approval.session(),
                                                        seen.state(now),
                                                        approval.reason()));
            }
        }
        return Exit.FINE;
    }

    /** All that there is to know of one. */
    static Map<String, String> fields(Seen seen, Instant now) {
        Approval approval = seen.entry().approval();
        Map<String, String> fields = new TreeMap<>();
        fields.put("approval_id", approval.approvalId());
        fields.put("operator", approval.operator());
        fields.put("intent", approval.intent());
        fields.put("principal", approval.principal());
        fields.put("origin", label(approval.origin()));
        fields.put("lane", label(approval.lane()));
        fields.put("node", approval.node());
        fields.put("session", approval.session());
        fields.put("payload_hash", approval.payloadHash());
        approval.intentHash().ifPresent(hash -> fields.put("intent_hash", hash));
        fields.put("verdict_id", approval.verdictId());
        fields.put("level", label(approval.level()));
        fields.put("reason", approval.reason());
        fields.put("created_at", approval.createdAt().toString());
        fields.put("expires_at", approval.expiresAt().toString());
        fields.put("signers", String.valueOf(seen.entry().signers().size()));
        seen.entry().rejected().ifPresent(why -> fields.put("rejected", why));
        seen.usedBy().ifPresent(intent -> fields.put("used_by", intent));
        fields.put("state", seen.state(now));
        return fields;
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
