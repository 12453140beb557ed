package dev.airlock.provenance;

import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Syscalls;
import dev.airlock.provenance.token.TokenText;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.RefusalKind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The corners of the format. */
final class MoreSamples {
    static final ChainName GATEWAY_CHAIN = new ChainName(Samples.GATEWAY.id(), Lane.FAST, 0);

    private MoreSamples() {}

    /** Refusals by what is special about them. */
    static Map<String, UnsealedToken> refusals() {
        Map<String, UnsealedToken> refusals = new LinkedHashMap<>();
        refusals.put("refused by the posture", Samples.refused(10));
        refusals.put("refused with violations", refused(11, RefusalKind.RULE, "DESTRUCT-001 matched", "code:execute"));
        refusals.put(
                "every escape of RFC 8785 that a text may hold",
                refused(
                        12,
                        RefusalKind.UNKNOWN_INTENT,
                        "no route for \"\\\" / € \u20ac é e\u0301",
                        "\"\\/<>&'\u00a0\u2028\u2029"));
        refusals.put(
                "text outside the basic plane and a hostile name",
                refused(
                        13,
                        RefusalKind.MALFORMED,
                        "\uD83D\uDE00 \uDBFF\uDFFD",
                        TokenText.fit("a\u0000b\uD800c\n", 256)));
        refusals.put("only what must be there", bare(14));
        return refusals;
    }

    /** A kill with as much as the limits of the fields allow, in the letters that take most bytes. */
    static UnsealedToken longest(int number) {
        String wide = "\u20ac";
        Violation violation = new Violation(wide.repeat(128), wide.repeat(500));
        var names = new String[512];
        for (int i = 0; i < names.length; i++) {
            names[i] = "%064d".formatted(i);
        }
        var erin = new Erin.Killed(
                KillCause.VIOLATION,
                wide.repeat(Erin.REASON_MAX),
                java.util.Collections.nCopies(Erin.VIOLATIONS_MAX, violation),
                Optional.of(Samples.output()),
                Optional.of(Samples.syscalls(names)));
        var token = Samples.token(number, erin, Samples.run(number), Samples.eraan(number, true));
        return new UnsealedToken(
                token.id(),
                token.timestamp(),
                token.actor(),
                wide.repeat(256),
                wide.repeat(256),
                erin,
                token.eraan(),
                onBehalfOf(token.eromheen(), java.util.Collections.nCopies(Eromheen.NAMES_MAX, wide.repeat(256))),
                wide.repeat(2000));
    }

    private static Eromheen onBehalfOf(Eromheen run, List<String> names) {
        return new Eromheen(
                run.posture(),
                run.runtimeMode(),
                run.cause(),
                run.backend(),
                run.isolation(),
                run.limits(),
                run.times(),
                run.origin(),
                run.principal(),
                run.lane(),
                run.mode(),
                names);
    }

    /** A run that somebody asked for on behalf of two others. */
    static UnsealedToken delegated(int number) {
        UnsealedToken own = Samples.completed(number);
        return Samples.token(
                number,
                own.erin(),
                onBehalfOf(own.eromheen(), List.of("jis:acme:lead", "jis:acme:middle")),
                own.eraan());
    }

    /** A run in a guest that was compared with its snapshot. */
    static UnsealedToken measured(int number) {
        var token = Samples.completed(number);
        var eraan = token.eraan();
        return new UnsealedToken(
                token.id(),
                token.timestamp(),
                token.actor(),
                token.ainsIdentity(),
                token.intent(),
                token.erin(),
                new Eraan(
                        eraan.key(),
                        eraan.intentHash(),
                        eraan.payloadHash(),
                        eraan.verdictId(),
                        eraan.postureId(),
                        eraan.grantId(),
                        eraan.image(),
                        eraan.snapshotDigest(),
                        eraan.vmId(),
                        eraan.snapshotDigest()),
                token.eromheen(),
                token.erachter());
    }

    /** A run that left files. */
    static UnsealedToken withFiles(int number) {
        var output = Samples.output()
                .with(List.of(
                        Output.File.of("plot.svg", "<svg/>".getBytes(StandardCharsets.UTF_8)),
                        Output.File.of("data/empty", new byte[0])));
        var erin = new Erin.Completed(0, "ran to its end", output, Samples.syscalls("read", "openat", "write"));
        return Samples.token(number, erin, Samples.run(number), Samples.eraan(number, true));
    }

    /** A run whose policy was only written down. */
    static UnsealedToken audited(int number) {
        var plain = Samples.syscalls("read", "getuid", "getuid", "uname", "write");
        var audited = new TreeMap<String, Long>(Map.of("sys_getuid", 2L, "sys_uname", 1L));
        var erin = new Erin.Completed(
                0,
                "audit mode: 3 calls would have been killed",
                Samples.output(),
                new Syscalls(plain.counts(), plain.total(), plain.sequenceHash(), Optional.of(audited)));
        var run = Samples.run(number);
        var around = new Eromheen(
                run.posture(),
                run.runtimeMode(),
                run.cause(),
                run.backend(),
                run.isolation(),
                run.limits(),
                run.times(),
                run.origin(),
                run.principal(),
                run.lane(),
                Mode.AUDIT,
                List.of());
        return Samples.token(number, erin, around, Samples.eraan(number, true));
    }

    /** A run that its caller ended. */
    static UnsealedToken cancelled(int number) {
        var erin = new Erin.Killed(
                KillCause.CANCELLED,
                "cancelled by local",
                List.of(),
                Optional.of(Samples.output()),
                Optional.of(Samples.syscalls("read", "write")));
        return Samples.token(number, erin, Samples.run(number), Samples.eraan(number, true));
    }

    /** An intent that an operator cancelled before anything of it was run. */
    static UnsealedToken cancelledBefore(int number) {
        var erin = new Erin.Refused(RefusalKind.CANCELLED, "cancelled by operator before it began", List.of());
        return Samples.token(number, erin, Samples.notRun(number), Samples.eraan(number, false));
    }

    private static UnsealedToken refused(int number, RefusalKind cause, String reason, String intent) {
        var erin = new Erin.Refused(cause, reason, List.of(new Violation("DESTRUCT-001", reason)));
        var token = Samples.token(number, erin, Samples.notRun(number), Samples.eraan(number, false));
        return new UnsealedToken(
                token.id(),
                token.timestamp(),
                token.actor(),
                token.ainsIdentity(),
                intent,
                erin,
                token.eraan(),
                token.eromheen(),
                token.erachter());
    }

    private static UnsealedToken bare(int number) {
        var eraan = new Eraan(
                new IntentKey("s", "i"),
                Samples.hash("frame"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var erin = new Erin.Refused(RefusalKind.MALFORMED, "not JSON", List.of());
        return Samples.token(number, erin, Samples.notRun(number), eraan);
    }
}
