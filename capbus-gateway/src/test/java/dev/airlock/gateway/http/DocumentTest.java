package dev.airlock.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DocumentTest {
    private final JsonNode document = read();

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(Document.text());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void the_document_has_every_route_and_no_other() {
        Set<String> served = new TreeSet<>();
        for (Endpoint endpoint : Endpoint.values()) {
            served.add(endpoint.method().name() + " " + endpoint.template());
        }
        Set<String> told = new TreeSet<>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> told.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(told).isEqualTo(served);
    }

    @Test
    void every_operation_is_named_as_its_endpoint() {
        for (Endpoint endpoint : Endpoint.values()) {
            JsonNode operation = document.get("paths")
                    .get(endpoint.template())
                    .get(endpoint.method().name().toLowerCase(Locale.ROOT));
            assertThat(operation.get("operationId").asText())
                    .isEqualTo(endpoint.name().toLowerCase(Locale.ROOT));
            assertThat(operation.get("responses").size()).isPositive();
        }
    }

    @Test
    void every_schema_that_is_referred_to_is_there() {
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isObject())
                .isTrue());
    }

    @Test
    void the_frame_of_the_document_is_taken_by_the_reader_field_by_field() {
        Set<String> fields = new TreeSet<>();
        document.at("/components/schemas/Frame/properties").fieldNames().forEachRemaining(fields::add);
        assertThat(fields).hasSize(16);
        String frame =
                "{\"channel_id\":0,\"intent\":\"a\",\"from_aint\":\"b\",\"payload\":\"\",\"origin\":\"local\",\"session\":\"s\","
                        + "\"id\":\"i\",\"timeout_millis\":1,\"memory_mib\":1,\"backend\":\"any\",\"cancel_on_close\":true,\"stream\":true,"
                        + "\"inputs\":[{\"name\":\"a\",\"data\":\"AA==\"}],\"outputs\":[\"b\"],"
                        + "\"traceparent\":\"00-\",\"tracestate\":\"\"}";
        assertThat(fields).allSatisfy(field -> assertThat(frame).contains("\"" + field + "\":"));
        assertThat(Intake.ofFrame(frame.getBytes(java.nio.charset.StandardCharsets.UTF_8), "s"))
                .isInstanceOf(Intake.Framed.class);
    }
}
