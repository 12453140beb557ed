package dev.airlock.provenance;

import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Syscalls;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.model.RefusalKind;
import java.util.List;
import java.util.Optional;

/** The member {@code erin}. */
final class ErinJson {
    private ErinJson() {}

    static void write(CanonicalWriter json, Erin erin) {
        switch (erin) {
            case Erin.Completed completed -> {
                json.number("exit_code", completed.exitCode());
                writeRest(json, "completed", erin, List.of());
            }
            case Erin.Killed killed -> {
                json.label("cause", killed.cause());
                writeRest(json, "killed", erin, killed.violations());
            }
            case Erin.Faulted faulted -> {
                json.label("cause", faulted.cause());
                writeRest(json, "faulted", erin, List.of());
            }
            case Erin.Refused refused -> {
                json.label("cause", refused.cause());
                writeRest(json, "refused", erin, refused.violations());
            }
        }
    }

    private static void writeRest(CanonicalWriter json, String outcome, Erin erin, List<Violation> violations) {
        Optional<Output> output = erin.written();
        writeFiles(json, output.map(Output::files).orElse(List.of()));
        json.text("outcome", outcome);
        json.optionalText("output_hash", output.map(Output::hash).map(Sha256::value));
        json.text("reason", erin.reason());
        json.number("status", erin.status());
        output.ifPresent(kept -> {
            json.object("stderr", stderr -> writeStream(stderr, kept.stderr()));
            json.object("stdout", stdout -> writeStream(stdout, kept.stdout()));
        });
        erin.called().ifPresent(calls -> json.object("syscalls", account -> writeSyscalls(account, calls)));
        if (!violations.isEmpty()) {
            json.objects("violations", violations, (item, violation) -> {
                item.text("detail", violation.detail());
                item.text("what", violation.what());
            });
        }
    }

    private static void writeSyscalls(CanonicalWriter account, Syscalls calls) {
        calls.audited().ifPresent(audited -> account.object("audited", counts -> audited.forEach(counts::number)));
        account.object("counts", counts -> calls.counts().forEach(counts::number));
        account.text("sequence_hash", calls.sequenceHash().value());
        account.number("total", calls.total());
    }

    /** No member at all when there are none: a token of a run without files is what it was before there were files. */
    private static void writeFiles(CanonicalWriter json, List<Output.File> files) {
        if (!files.isEmpty()) {
            json.objects("files", files, (item, file) -> {
                item.number("bytes", file.bytes());
                item.text("name", file.name());
                item.text("sha256", file.hash().value());
            });
        }
    }

    private static void writeStream(CanonicalWriter json, Output.Stream stream) {
        json.number("bytes", stream.bytes());
        json.flag("truncated", stream.truncated());
    }

    static Erin read(Fields json) throws TokenRejected {
        String outcome = json.text("outcome");
        String reason = json.text("reason");
        Erin erin =
                switch (outcome) {
                    case "completed" ->
                        new Erin.Completed(
                                json.integer("exit_code"),
                                reason,
                                json.required("output_hash", readOutput(json)),
                                json.required("syscalls", readSyscalls(json)));
                    case "killed" ->
                        new Erin.Killed(
                                json.label("cause", KillCause.class),
                                reason,
                                readViolations(json),
                                readOutput(json),
                                readSyscalls(json));
                    case "faulted" ->
                        new Erin.Faulted(
                                json.label("cause", FaultCause.class), reason, readOutput(json), readSyscalls(json));
                    case "refused" ->
                        new Erin.Refused(json.label("cause", RefusalKind.class), reason, readViolations(json));
                    default -> throw json.bad("outcome", "none of completed, killed, faulted, refused");
                };
        json.expect("status", erin.status());
        return erin;
    }

    private static List<Violation> readViolations(Fields json) throws TokenRejected {
        return json.objects("violations", item -> new Violation(item.text("what"), item.text("detail")));
    }

    private static Optional<Output> readOutput(Fields json) throws TokenRejected {
        Optional<String> hash = json.optionalText("output_hash");
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Output(
                new Sha256(hash.get()),
                json.object("stdout", ErinJson::readStream),
                json.object("stderr", ErinJson::readStream),
                json.objects("files", ErinJson::readFile)));
    }

    private static Output.File readFile(Fields json) throws TokenRejected {
        return new Output.File(json.text("name"), json.number("bytes"), new Sha256(json.text("sha256")));
    }

    private static Output.Stream readStream(Fields json) throws TokenRejected {
        return new Output.Stream(json.number("bytes"), json.flag("truncated"));
    }

    private static Optional<Syscalls> readSyscalls(Fields json) throws TokenRejected {
        return json.optionalObject(
                "syscalls",
                account -> new Syscalls(
                        account.object("counts", Fields::numbers),
                        account.number("total"),
                        new Sha256(account.text("sequence_hash")),
                        account.optionalObject("audited", Fields::numbers)));
    }
}
