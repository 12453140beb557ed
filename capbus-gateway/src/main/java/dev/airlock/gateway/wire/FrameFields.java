package dev.airlock.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.SignedDelegation;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Delegations;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The fields of one frame while it is read. Each keeps its first good value, so that a refusal can name the channel. */
final class FrameFields {
    private static final BigInteger CHANNEL_MAX = BigInteger.valueOf(Frame.CHANNEL_MAX);
    private static final BigInteger TIMEOUT_MAX = BigInteger.valueOf(3_600_000);
    private static final BigInteger MEMORY_MAX = BigInteger.valueOf(65_536);
    private static final int REASON_LENGTH_MAX = 500;
    private static final Set<String> CANCEL_FIELDS = Set.of("channel_id", "cancel", "session");

    private Optional<Long> channelId = Optional.empty();
    private Optional<String> intent = Optional.empty();
    private Optional<String> fromAint = Optional.empty();
    private Optional<Bytes> payload = Optional.empty();
    private Optional<Origin> origin = Optional.empty();
    private Optional<String> session = Optional.empty();
    private Optional<String> id = Optional.empty();
    private int timeoutMillis;
    private int memoryMib;
    private Backend backend = Backend.ANY;
    private boolean cancelOnClose;
    private boolean stream;
    private List<SignedDelegation> delegations = List.of();
    private List<NamedFile> inputs = List.of();
    private List<String> outputs = List.of();
    private List<String> traceparent = List.of();
    private List<String> tracestate = List.of();
    private Optional<String> cancel = Optional.empty();
    private final Set<String> seen = new HashSet<>();

    /** Takes the value that the parser stands on. */
    void take(String name, JsonParser parser) throws IOException {
        seen.add(name);
        switch (name) {
            case "channel_id" -> channelId = Optional.of(whole(name, parser, CHANNEL_MAX));
            case "intent" -> intent = Optional.of(text(name, parser));
            case "from_aint" -> fromAint = Optional.of(text(name, parser));
            case "payload" -> payload = Optional.of(Bytes.of(text(name, parser).getBytes(StandardCharsets.UTF_8)));
            case "origin" -> origin = Optional.of(constant(name, parser, List.of(Origin.values())));
            case "session" -> session = Optional.of(text(name, parser));
            case "id" -> id = Optional.of(text(name, parser));
            case "timeout_millis" -> timeoutMillis = Math.toIntExact(whole(name, parser, TIMEOUT_MAX));
            case "memory_mib" -> memoryMib = Math.toIntExact(whole(name, parser, MEMORY_MAX));
            case "backend" ->
                backend = constant(
                        name, parser, List.of(Backend.ANY, Backend.MICROVM, Backend.SIMULATION, Backend.CONTAINER));
            case "cancel_on_close" -> cancelOnClose = flag(name, parser);
            case "stream" -> stream = flag(name, parser);
            case "delegation" -> delegations = chain(name, parser);
            case "inputs" -> inputs = FrameFiles.inputs(parser);
            case "outputs" -> outputs = FrameFiles.outputs(parser);
            case TraceContext.PARENT -> traceparent = List.of(text(name, parser));
            case TraceContext.STATE -> tracestate = List.of(text(name, parser));
            case "cancel" -> cancel = Optional.of(text(name, parser));
            default ->
                throw new IllegalArgumentException(
                        "the field \"" + safe(name) + "\" is not known; a frame has channel_id,"
                                + " intent, from_aint and payload, and may have origin, session, id, timeout_millis, memory_mib,"
                                + " backend, delegation, inputs, outputs, stream,"
                                + " cancel_on_close, traceparent and tracestate; one that cancels has channel_id, cancel and, if need be, session");
        }
    }

    /** @throws IllegalArgumentException if a field is missing or its value is refused */
    FrameRead read() {
        return cancel.isPresent() ? cancel(cancel.get()) : new FrameRead.Good(frame());
    }

    private FrameRead cancel(String wanted) {
        if (!CANCEL_FIELDS.containsAll(seen)) {
            throw new IllegalArgumentException(
                    "a frame that cancels has channel_id, cancel and, if need be, session, and nothing else");
        }
        return new FrameRead.Cancel(required("channel_id", channelId), session, wanted);
    }

    private Frame frame() {
        return new Frame(
                required("channel_id", channelId),
                required("intent", intent),
                required("from_aint", fromAint),
                required("payload", payload),
                origin,
                session,
                id,
                timeoutMillis,
                memoryMib,
                backend,
                cancelOnClose,
                stream,
                delegations,
                inputs,
                outputs,
                TraceContext.of(traceparent, tracestate));
    }

    FrameRead.Bad bad(String reason) {
        return new FrameRead.Bad(
                channelId.orElse(0L),
                intent.map(FrameFields::safe).orElse(""),
                fromAint.map(FrameFields::safe).orElse(""),
                reason.length() > REASON_LENGTH_MAX ? reason.substring(0, REASON_LENGTH_MAX) : reason);
    }

    static <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(() -> new IllegalArgumentException("the field " + name + " is missing"));
    }

    private static long whole(String name, JsonParser parser, BigInteger max) throws IOException {
        BigInteger value = parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getBigIntegerValue() : null;
        if (value == null || value.signum() < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be a whole number from 0 to " + max);
        }
        return value.longValueExact();
    }

    static String text(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(name + " must be a string");
        }
        String text = parser.getText();
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException(name + " holds half of a surrogate pair, which no encoding can carry");
        }
        return text;
    }

    private static List<SignedDelegation> chain(String name, JsonParser parser) throws IOException {
        return switch (Delegations.read(text(name, parser))) {
            case Good<DelegationChain>(DelegationChain chain) -> chain.delegations();
            case Malformed<DelegationChain>(String reason) ->
                throw new IllegalArgumentException(name + ": " + safe(reason));
        };
    }

    private static boolean flag(String name, JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new IllegalArgumentException(name + " must be true or false");
        };
    }

    private static <E extends Enum<E>> E constant(String name, JsonParser parser, List<E> allowed) throws IOException {
        String text = text(name, parser);
        return allowed.stream()
                .filter(constant -> label(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " must be one of "
                        + allowed.stream().map(FrameFields::label).collect(Collectors.joining(", "))));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A hostile text cut to what fits a line. */
    private static String safe(String text) {
        String cut = text.length() > 128 ? text.substring(0, 128) : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
