package dev.airlock.cli;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Labels;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One token in words. Its texts have no control characters, or it would be no token. */
final class TokenWords {
    /**
     * A verified token and its record.
     *
     * @param place of the record, for people
     */
    record Found(Token token, String place) {}

    private TokenWords() {}

    /**
     * The lines.
     *
     * @param behind the next token of its chain; empty if it is the last
     * @param ring says whose the sealer's key is
     */
    static List<String> of(Found found, Optional<Token> behind, KeyRing ring) {
        Token token = found.token();
        UnsealedToken content = token.content();
        List<String> lines = new ArrayList<>();
        lines.add("Token " + token.id() + ", record " + found.place());
        asked(lines, content);
        decided(lines, token, ring);
        happened(lines, content);
        times(lines, content);
        chain(lines, token, behind);
        lines.add("Hash: " + token.hash());
        lines.add("Signature: verified, " + (token.signer().isHybrid() ? "Ed25519 and ML-DSA-65" : "Ed25519") + " over "
                + token.canonical().length + " bytes by " + token.signer()
                + ring.holder(token.signer())
                        .map(holder -> ", which is " + holder.name() + "'s key")
                        .orElse(""));
        return lines;
    }

    private static void asked(List<String> lines, UnsealedToken content) {
        Eromheen around = content.eromheen();
        Eraan attached = content.eraan();
        lines.add(
                "What was asked: " + content.intent() + ", by " + content.ainsIdentity() + " as it calls itself; it is "
                        + around.principal().orElse("nobody known") + ", of the class " + Labels.of(around.origin())
                        + ", on the " + Labels.of(around.lane()) + " lane");
        lines.add("  intent " + attached.key().text() + ", " + attached.intentHash());
        attached.payloadHash().ifPresent(hash -> lines.add("  payload " + hash));
        lines.add("Why: " + content.erachter());
    }

    private static void decided(List<String> lines, Token token, KeyRing ring) {
        UnsealedToken content = token.content();
        boolean gateway = ring.holder(token.signer())
                .filter(holder -> holder.role() == KeyRole.GATEWAY)
                .isPresent();
        String who =
                switch (content.erin()) {
                    case Erin.Refused _
                    when !gateway && content.eraan().grantId().isPresent() ->
                        "the executor, which refused what the gateway had admitted";
                    case Erin.Refused _ -> "the gateway, which refused it";
                    case Erin.Completed _, Erin.Killed _, Erin.Faulted _ -> "the gateway, which admitted it";
                };
        lines.add("Who decided: " + who
                + content.eraan()
                        .grantId()
                        .map(grant -> " under grant " + grant)
                        .orElse(""));
        Eromheen around = content.eromheen();
        lines.add("  posture " + Labels.of(around.posture())
                + content.eraan().postureId().map(id -> " (" + id + ")").orElse("")
                + ", caused by " + Labels.of(around.cause())
                + content.eraan().verdictId().map(id -> ", verdict " + id).orElse("")
                + "; the runtime was " + Labels.of(around.runtimeMode()));
    }

    private static void happened(List<String> lines, UnsealedToken content) {
        Erin erin = content.erin();
        lines.add("What happened: " + erin.type() + ": " + erin.reason());
        if (erin instanceof Erin.Completed completed) {
            lines.add("  exit code " + completed.exitCode());
        }
        violations(erin).forEach(violation -> lines.add("  " + violation.what() + ": " + violation.detail()));
        erin.called()
                .ifPresent(calls -> lines.add("  " + calls.total() + " system calls of "
                        + calls.counts().size() + " kinds, in the order " + calls.sequenceHash()));
        erin.written().ifPresent(output -> output(lines, output));
        content.eromheen().isolation().ifPresent(text -> lines.add("  ran in: " + text));
        content.eraan()
                .image()
                .ifPresent(image -> lines.add("  image " + image.name() + ", " + image.digest()
                        + content.eraan()
                                .snapshotDigest()
                                .map(digest -> "; snapshot " + digest)
                                .orElse("")));
        content.eraan()
                .measuredDigest()
                .ifPresent(_ -> lines.add("  the guest was measured right before, and was its snapshot"));
    }

    private static List<Violation> violations(Erin erin) {
        return switch (erin) {
            case Erin.Killed killed -> killed.violations();
            case Erin.Refused refused -> refused.violations();
            case Erin.Completed _, Erin.Faulted _ -> List.of();
        };
    }

    private static void output(List<String> lines, Output output) {
        lines.add("  wrote %,d bytes to stdout and %,d to stderr, %s"
                .formatted(output.stdout().bytes(), output.stderr().bytes(), output.hash()));
        output.files()
                .forEach(file ->
                        lines.add("  left %s of %,d bytes, %s".formatted(file.name(), file.bytes(), file.hash())));
    }

    private static void times(List<String> lines, UnsealedToken content) {
        Times times = content.eromheen().times();
        List<String> steps = new ArrayList<>();
        steps.add("asked " + times.asked());
        step(steps, "screened", times.screened(), times.asked());
        step(steps, "decided", times.admitted(), times.asked());
        step(steps, "started", times.started(), times.asked());
        step(steps, "ended", times.ended(), times.asked());
        step(steps, "sealed", Optional.of(content.timestamp()), times.asked());
        lines.add("When: " + String.join(", ", steps));
        times.ranMicros().ifPresent(micros -> lines.add("  it ran for %.3f ms".formatted(micros / 1e3)));
    }

    private static void step(List<String> steps, String name, Optional<Instant> time, Instant asked) {
        time.ifPresent(then -> steps.add(
                "%s %+.1f ms".formatted(name, Duration.between(asked, then).toNanos() / 1e6)));
    }

    private static void chain(List<String> lines, Token token, Optional<Token> behind) {
        var link = token.link();
        lines.add("Chain: partition " + link.chain().partition() + ", epoch " + link.epoch() + ", number "
                + link.sequence() + " in it, on the " + Labels.of(link.chain().lane()) + " lane");
        lines.add("  before it: "
                + switch (link.predecessor()) {
                    case Predecessor.None() -> "nothing, it is the first";
                    case Predecessor.Parent(var id, Sha256 hash) -> "token " + id + ", " + hash;
                    case Predecessor.PreviousEpoch(long epoch, long sequence, Sha256 hash) ->
                        "number " + sequence + " of epoch " + epoch + ", " + hash;
                });
        lines.add("  behind it: "
                + behind.map(next -> "token " + next.id() + ", " + next.hash()).orElse("nothing yet"));
    }
}
