package dev.airlock.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JcsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void it_writes_what_the_general_implementation_writes() {
        var random = new SplittableRandom(20260101);
        for (int i = 0; i < 2_000; i++) {
            ObjectNode object = object(random, 3);
            assertThat(new String(Jcs.bytes(object), StandardCharsets.UTF_8))
                    .isEqualTo(new String(CanonicalToken.canonical(object), StandardCharsets.UTF_8));
        }
    }

    @Test
    void names_are_sorted_by_utf_16_units_and_strings_have_the_shortest_escapes() {
        ObjectNode object = JSON.objectNode();
        object.put("\ufb33", 1).put("\ud83d\ude00", 2).put("a", "\b\t\n\f\r\u0000\u001f\"\\/\u007f\u2028");
        object.putArray("e");
        object.putObject("o");
        assertThat(new String(Jcs.bytes(object), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\\\"\\\\/\u007f\u2028\",\"e\":[],\"o\":{},"
                        + "\"\ud83d\ude00\":2,\"\ufb33\":1}");
    }

    @Test
    void what_a_token_never_holds_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jcs.bytes(JSON.objectNode().put("x", 0.5)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jcs.bytes(JSON.objectNode().put("x", 1L << 53)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jcs.bytes(JSON.objectNode().putNull("x")));
    }

    private static ObjectNode object(SplittableRandom random, int depth) {
        ObjectNode object = JSON.objectNode();
        for (int members = random.nextInt(6); members > 0; members--) {
            String name = text(random);
            switch (random.nextInt(depth == 0 ? 3 : 5)) {
                case 0 -> object.put(name, text(random));
                case 1 -> object.put(name, random.nextLong(1L << random.nextInt(1, 54)));
                case 2 -> object.put(name, random.nextBoolean());
                case 3 -> object.set(name, object(random, depth - 1));
                default -> object.putArray(name).add(text(random)).add(object(random, depth - 1));
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
