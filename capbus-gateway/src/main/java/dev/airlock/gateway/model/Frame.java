package dev.airlock.gateway.model;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.FileName;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.SignedDelegation;
import dev.airlock.schemas.model.TraceContext;
import java.util.List;
import java.util.Optional;

/**
 * What a MUX client wants.
 *
 * @param channelId the client's number for this frame, 0 to 2^32 - 1; it comes back in the answer
 * @param intent what is wanted, 1 to 128 visible ASCII characters
 * @param fromAint who asks, in the client's own words, 1 to 256 characters
 * @param payload what is to be run, at most 1 MiB
 * @param origin as what the client wants to be treated, if lower than its key
 * @param session what is kept in order together; empty means the connection
 * @param id the client's name for the intent; a second frame with it is the same wish
 * @param timeoutMillis most wall time; 0 means the default
 * @param memoryMib most memory; 0 means the route's figure
 * @param backend what must run it
 * @param cancelOnClose whether the intent is to be cancelled when its connection ends before the answer, or its client shuts its side
 * @param stream whether what the program writes is to be sent while it runs
 * @param delegations the chain of delegations that it rests on, the root's first; none if the client wants it on its own behalf
 * @param inputs files that the program finds below {@code /in}; with the payload at most 1 MiB
 * @param outputs the names of files below {@code /out} that are kept
 * @param trace which of the client's traces it belongs to; for those who look on, and never a reason for anything
 */
public record Frame(
        long channelId,
        String intent,
        String fromAint,
        Bytes payload,
        Optional<Origin> origin,
        Optional<String> session,
        Optional<String> id,
        int timeoutMillis,
        int memoryMib,
        Backend backend,
        boolean cancelOnClose,
        boolean stream,
        List<SignedDelegation> delegations,
        List<NamedFile> inputs,
        List<String> outputs,
        Optional<TraceContext> trace) {
    /** The largest channel number. */
    public static final long CHANNEL_MAX = 0xFFFF_FFFFL;
    /** The most bytes of a payload and its input files together. */
    public static final int PAYLOAD_BYTES_MAX = 1 << 20;

    private static final int NAME_LENGTH_MAX = 128;
    private static final int FROM_LENGTH_MAX = 256;

    public Frame {
        range("channel_id", channelId, CHANNEL_MAX);
        if (intent.isEmpty() || intent.length() > NAME_LENGTH_MAX || !visible(intent)) {
            throw new IllegalArgumentException("intent must have 1 to 128 visible ASCII characters");
        }
        if (fromAint.isBlank() || fromAint.length() > FROM_LENGTH_MAX || !printable(fromAint)) {
            throw new IllegalArgumentException(
                    "from_aint must have 1 to " + FROM_LENGTH_MAX + " characters, none of them a control character");
        }
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        long content = payload.size()
                + inputs.stream().mapToLong(file -> file.content().size()).sum();
        if (content > PAYLOAD_BYTES_MAX) {
            String what = inputs.isEmpty() ? "payload has " : "payload and inputs have ";
            throw new IllegalArgumentException(
                    what + content + " bytes; at most " + PAYLOAD_BYTES_MAX + " are allowed");
        }
        FileName.checkAll("inputs", inputs.stream().map(NamedFile::name).toList(), Intent.INPUTS_MAX);
        FileName.checkAll("outputs", outputs, Intent.OUTPUTS_MAX);
        new IntentKey(session.orElse("s"), id.orElse("i"));
        range("timeout_millis", timeoutMillis, 3_600_000);
        range("memory_mib", memoryMib, 65_536);
        delegations = List.copyOf(delegations);
    }

    /** A frame whose intent goes on without its connection, and whose output comes with the answer. */
    public Frame(
            long channelId,
            String intent,
            String fromAint,
            Bytes payload,
            Optional<Origin> origin,
            Optional<String> session,
            Optional<String> id,
            int timeoutMillis,
            int memoryMib,
            Backend backend) {
        this(
                channelId,
                intent,
                fromAint,
                payload,
                origin,
                session,
                id,
                timeoutMillis,
                memoryMib,
                backend,
                false,
                false,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** A frame without files. */
    public Frame(
            long channelId,
            String intent,
            String fromAint,
            Bytes payload,
            Optional<Origin> origin,
            Optional<String> session,
            Optional<String> id,
            int timeoutMillis,
            int memoryMib,
            Backend backend,
            boolean cancelOnClose,
            boolean stream,
            List<SignedDelegation> delegations,
            Optional<TraceContext> trace) {
        this(
                channelId,
                intent,
                fromAint,
                payload,
                origin,
                session,
                id,
                timeoutMillis,
                memoryMib,
                backend,
                cancelOnClose,
                stream,
                delegations,
                List.of(),
                List.of(),
                trace);
    }

    /** The same under this name. */
    public Frame named(IntentKey key) {
        return new Frame(
                channelId,
                intent,
                fromAint,
                payload,
                origin,
                Optional.of(key.session()),
                Optional.of(key.id()),
                timeoutMillis,
                memoryMib,
                backend,
                cancelOnClose,
                stream,
                delegations,
                inputs,
                outputs,
                trace);
    }

    private static boolean visible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private static boolean printable(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static void range(String field, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(field + " is " + value + "; it must be 0 to " + max);
        }
    }
}
