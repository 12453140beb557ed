package dev.airlock.snaft.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.airlock.snaft.model.Fault;
import dev.airlock.snaft.model.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON that knows where each of its values stands, so that a fault can say it. */
sealed interface Located {
    /** Where it begins. */
    Place place();

    record Text(String value, Place place) implements Located {}

    record Whole(long value, Place place) implements Located {}

    record Truth(boolean value, Place place) implements Located {}

    /** Null, or a number that is not whole. */
    record Other(Place place) implements Located {}

    record Row(List<Located> items, Place place) implements Located {}

    record Table(Map<String, Located> fields, Place place) implements Located {}

    /** A text that is no JSON. */
    final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Fault fault;

        NotJson(Fault fault) {
            super(fault.toString());
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    /** Deep enough for words in groups in phrases in rules. */
    int DEPTH_MAX = 8;

    JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .build();

    /**
     * Reads one value, and nothing behind it.
     *
     * @throws NotJson with the place and what is wrong there
     */
    static Located read(String text) throws NotJson {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new NotJson(new Fault(Place.BEGINNING, "there is nothing; write {\"rules\": []}"));
            }
            Located whole = value(parser);
            if (parser.nextToken() != null) {
                throw new NotJson(new Fault(placeOf(parser), "something follows behind the end; take it away"));
            }
            return whole;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            Place place = at == null || at.getLineNr() < 1
                    ? Place.BEGINNING
                    : new Place(at.getLineNr(), Math.max(1, at.getColumnNr()));
            throw new NotJson(new Fault(place, "this is no JSON: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
    }

    private static Located value(JsonParser parser) throws IOException {
        Place place = placeOf(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> table(parser, place);
            case START_ARRAY -> row(parser, place);
            case VALUE_STRING -> new Text(parser.getText(), place);
            case VALUE_NUMBER_INT ->
                parser.getText().length() <= 18 ? new Whole(parser.getLongValue(), place) : new Other(place);
            case VALUE_TRUE, VALUE_FALSE -> new Truth(parser.getBooleanValue(), place);
            case VALUE_NUMBER_FLOAT,
                    VALUE_NULL,
                    VALUE_EMBEDDED_OBJECT,
                    END_OBJECT,
                    END_ARRAY,
                    FIELD_NAME,
                    NOT_AVAILABLE -> new Other(place);
        };
    }

    private static Located table(JsonParser parser, Place place) throws IOException {
        Map<String, Located> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return new Table(fields, place);
    }

    private static Located row(JsonParser parser, Place place) throws IOException {
        List<Located> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Row(items, place);
    }

    private static Place placeOf(JsonParser parser) {
        JsonLocation at = parser.currentTokenLocation();
        return new Place(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }
}
