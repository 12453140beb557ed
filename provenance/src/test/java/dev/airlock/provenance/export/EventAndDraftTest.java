package dev.airlock.provenance.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.export.EnvelopeRejected.Reason;
import dev.airlock.provenance.foreign.ForeignToken;
import dev.airlock.provenance.foreign.IetfReader;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventAndDraftTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static List<Token> tokens() {
        return Published.tokens();
    }

    private static ObjectNode event(Token token) throws Exception {
        return (ObjectNode) MAPPER.readTree(CloudEvent.of(token));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void an_event_is_the_same_token_again(Token token) throws Exception {
        assertThat(CloudEvent.read(CloudEvent.of(token).getBytes(UTF_8), Published.READER))
                .isEqualTo(token);
    }

    /** CloudEvents 1.0.2 section 3.1: id, source, specversion and type are demanded, and none is empty. */
    @ParameterizedTest
    @MethodSource("tokens")
    void an_event_has_what_the_specification_demands(Token token) throws Exception {
        JsonNode event = event(token);
        assertThat(event.get("specversion").textValue()).isEqualTo("1.0");
        assertThat(event.get("id").textValue()).isEqualTo(token.id().value());
        assertThat(URI.create(event.get("source").textValue()).getScheme()).isEqualTo("jis");
        assertThat(event.get("type").textValue()).matches("dev\\.airlock\\.token\\.[a-z_]+\\.v1");
        assertThat(event.get("subject").textValue()).isNotEmpty();
        assertThat(OffsetDateTime.parse(event.get("time").textValue()).toInstant())
                .isEqualTo(token.content().timestamp());
        assertThat(event.fieldNames()).toIterable().allMatch(name -> name.matches("[a-z0-9]{1,20}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source", "type", "subject", "time", "specversion", "datacontenttype"})
    void an_event_that_says_another_thing_than_its_token_is_refused(String member) throws Exception {
        ObjectNode event = event(tokens().getFirst()).put(member, "another");
        assertThatThrownBy(() -> CloudEvent.read(event.toString().getBytes(UTF_8), Published.READER))
                .isInstanceOfSatisfying(EnvelopeRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.DISAGREES));
    }

    @Test
    void an_event_with_a_forged_token_or_with_none_is_refused() throws Exception {
        ObjectNode event = event(tokens().getFirst());
        event.withObject("data").put("erachter", "another reason");
        assertThatThrownBy(() -> CloudEvent.read(event.toString().getBytes(UTF_8), Published.READER))
                .isInstanceOf(TokenRejected.class);
        assertThatThrownBy(() -> CloudEvent.read("{}".getBytes(UTF_8), Published.READER))
                .isInstanceOf(EnvelopeRejected.class);
        assertThatThrownBy(() -> CloudEvent.read(new byte[(1 << 20) + 1], Published.READER))
                .isInstanceOf(EnvelopeRejected.class);
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void a_draft_token_holds_by_the_drafts_rules_and_has_ours_inside(Token token) throws Exception {
        byte[] draft =
                DraftToken.of(token, "jis:example:exporter", Published.EXPORTER).getBytes(UTF_8);
        var reader = new IetfReader(Map.of("jis:example:exporter", Published.EXPORTER.verifyingKey()));
        ForeignToken read = reader.read(draft, token.content().timestamp());
        assertThat(read.id()).isEqualTo(token.id().value());
        assertThat(DraftToken.read(draft, Published.READER)).isEqualTo(token);
    }

    @Test
    void a_draft_token_of_somebody_else_has_none_of_ours() throws Exception {
        ObjectNode draft = (ObjectNode)
                MAPPER.readTree(DraftToken.of(tokens().getFirst(), "jis:example:exporter", Published.EXPORTER));
        draft.putArray("eraan").add("vm:none");
        assertThatThrownBy(() -> DraftToken.read(draft.toString().getBytes(UTF_8), Published.READER))
                .isInstanceOf(EnvelopeRejected.class);
    }
}
