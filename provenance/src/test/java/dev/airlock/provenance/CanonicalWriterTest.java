package dev.airlock.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CanonicalWriterTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void it_writes_what_the_general_implementation_writes() {
        var random = new SplittableRandom(20260101);
        for (int i = 0; i < 2_000; i++) {
            ObjectNode object = object(random, 3);
            assertThat(written(json -> members(json, object)))
                    .isEqualTo(new String(CanonicalToken.canonical(object), StandardCharsets.UTF_8));
        }
    }

    @Test
    void strings_have_the_shortest_escapes_and_what_is_empty_is_written() {
        assertThat(written(json -> {
                    json.text("a", "\b\t\n\f\r\u0000\u001f\"\\/\u007f\u2028");
                    json.texts("e", List.of());
                    json.object("o", _ -> {});
                    json.number("\ud83d\ude00", 2);
                    json.number("\ufb33", 1);
                }))
                .isEqualTo("{\"a\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\\\"\\\\/\u007f\u2028\",\"e\":[],\"o\":{},"
                        + "\"\ud83d\ude00\":2,\"\ufb33\":1}");
    }

    @Test
    void a_member_out_of_order_or_twice_is_refused_on_every_level() {
        refused(json -> {
            json.number("b", 1);
            json.number("a", 1);
        });
        refused(json -> {
            json.number("a", 1);
            json.number("a", 1);
        });
        refused(json -> {
            json.object("b", inner -> inner.number("z", 1));
            json.number("a", 1);
        });
        refused(json -> json.object("a", inner -> {
            inner.number("", 1);
            inner.number("", 1);
        }));
        refused(json -> {
            json.number("\ufb33", 1);
            json.number("\ud83d\ude00", 1);
        });
    }

    @Test
    void an_integer_from_two_to_the_fifty_third_on_is_refused() {
        refused(json -> json.number("x", 1L << 53));
        refused(json -> json.number("x", -(1L << 53)));
        refused(json -> json.number("x", Long.MIN_VALUE));
    }

    private static void refused(Consumer<CanonicalWriter> members) {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalWriter.object(members));
    }

    private static String written(Consumer<CanonicalWriter> members) {
        return new String(CanonicalWriter.object(members), StandardCharsets.UTF_8);
    }

    private static void members(CanonicalWriter json, ObjectNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            member(json, name, object.get(name));
        }
    }

    private static void member(CanonicalWriter json, String name, JsonNode value) {
        switch (value) {
            case ObjectNode inner -> json.object(name, nested -> members(nested, inner));
            case ArrayNode array
            when array.get(0).isTextual() ->
                json.texts(name, array.valueStream().map(JsonNode::textValue).toList());
            case ArrayNode array ->
                json.objects(
                        name, array.valueStream().map(ObjectNode.class::cast).toList(), CanonicalWriterTest::members);
            default -> {
                if (value.isTextual()) {
                    json.text(name, value.textValue());
                } else if (value.isBoolean()) {
                    json.flag(name, value.booleanValue());
                } else {
                    json.number(name, value.longValue());
                }
            }
        }
    }

    private static ObjectNode object(SplittableRandom random, int depth) {
        ObjectNode object = JSON.objectNode();
        for (int members = random.nextInt(6); members > 0; members--) {
            String name = text(random);
            switch (random.nextInt(depth == 0 ? 4 : 6)) {
                case 0 -> object.put(name, text(random));
                case 1 -> object.put(name, random.nextLong(1L << random.nextInt(1, 54)));
                case 2 -> object.put(name, random.nextBoolean());
                case 3 -> object.putArray(name).add(text(random)).add(text(random));
                case 4 -> object.set(name, object(random, depth - 1));
                default -> object.putArray(name).add(object(random, depth - 1)).add(object(random, depth - 1));
            }
        }
        return object;
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            int codePoint = random.nextInt(
                    switch (random.nextInt(3)) {
                        case 0 -> 0x80;
                        case 1 -> 0xd800;
                        default -> 0x10ffff;
                    });
            text.appendCodePoint(Character.getType(codePoint) == Character.SURROGATE ? '?' : codePoint);
        }
        return text.toString();
    }
}
