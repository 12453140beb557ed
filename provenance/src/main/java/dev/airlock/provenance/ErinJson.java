package dev.airlock.provenance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Labels;
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

    static ObjectNode write(Erin erin) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", erin.status());
        json.put("reason", erin.reason());
        switch (erin) {
            case Erin.Completed completed -> {
                json.put("outcome", "completed").put("exit_code", completed.exitCode());
                writeRun(json, Optional.of(completed.output()), Optional.of(completed.syscalls()));
            }
            case Erin.Killed killed -> {
                json.put("outcome", "killed").put("cause", Labels.of(killed.cause()));
                writeViolations(json, killed.violations());
                writeRun(json, killed.output(), killed.syscalls());
            }
            case Erin.Faulted faulted -> {
                json.put("outcome", "faulted").put("cause", Labels.of(faulted.cause()));
                writeRun(json, faulted.output(), faulted.syscalls());
            }
            case Erin.Refused refused -> {
                json.put("outcome", "refused").put("cause", Labels.of(refused.cause()));
                writeViolations(json, refused.violations());
            }
        }
        return json;
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

    private static void writeViolations(ObjectNode json, List<Violation> violations) {
        if (!violations.isEmpty()) {
            var array = json.putArray("violations");
            violations.forEach(
                    violation -> array.addObject().put("what", violation.what()).put("detail", violation.detail()));
        }
    }

    private static void writeRun(ObjectNode json, Optional<Output> output, Optional<Syscalls> syscalls) {
        output.ifPresent(kept -> {
            json.put("output_hash", kept.hash().value());
            writeStream(json.putObject("stdout"), kept.stdout());
            writeStream(json.putObject("stderr"), kept.stderr());
            writeFiles(json, kept.files());
        });
        syscalls.ifPresent(calls -> {
            ObjectNode account = json.putObject("syscalls");
            account.put("total", calls.total())
                    .put("sequence_hash", calls.sequenceHash().value());
            ObjectNode counts = account.putObject("counts");
            calls.counts().forEach(counts::put);
            calls.audited().ifPresent(audited -> audited.forEach(account.putObject("audited")::put));
        });
    }

    /** No member at all when there are none: a token of a run without files is what it was before there were files. */
    private static void writeFiles(ObjectNode json, List<Output.File> files) {
        if (!files.isEmpty()) {
            var array = json.putArray("files");
            files.forEach(file -> array.addObject()
                    .put("name", file.name())
                    .put("bytes", file.bytes())
                    .put("sha256", file.hash().value()));
        }
    }

    private static void writeStream(ObjectNode json, Output.Stream stream) {
        json.put("bytes", stream.bytes()).put("truncated", stream.truncated());
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
