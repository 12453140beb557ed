package dev.airlock.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.wire.FrameScanner.Scanned;
import dev.airlock.schemas.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScannerTest {
    private static final List<String> FRAMES = List.of(
            "{}",
            "{\"a\":\"}{\"}",
            "{\"a\":\"\\\"}\\\\\"}",
            "{\"a\":[{\"b\":\"]\"},1,\"\\u007b\"]}",
            "{\"payload\":\"h\u00e9llo \ud83d\ude00 {\"}",
            "{\"not json\" 5 ] }");

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What a scanner makes of a stream that arrives in these segments; a broken stream ends with its reason. */
    private static List<String> scan(int bytesMax, Iterable<byte[]> segments) {
        var scanner = new FrameScanner(bytesMax);
        var seen = new ArrayList<String>();
        for (byte[] segment : segments) {
            ByteBuffer chunk = ByteBuffer.wrap(segment);
            while (chunk.hasRemaining()) {
                switch (scanner.next(chunk)) {
                    case Scanned.Whole(Bytes frame) -> seen.add(new String(frame.toArray(), StandardCharsets.UTF_8));
                    case Scanned.Unfinished _ -> {}
                    case Scanned.Broken(String reason) -> {
                        seen.add(reason);
                        return seen;
                    }
                }
            }
        }
        return seen;
    }

    @Test
    void a_stream_split_at_any_byte_gives_the_same_frames() {
        byte[] stream = utf8(String.join("\n", FRAMES) + FRAMES.get(1) + " \r\n\t" + FRAMES.get(2));
        List<String> whole = scan(4096, List.of(stream));
        assertThat(whole).startsWith(FRAMES.toArray(String[]::new)).endsWith(FRAMES.get(1), FRAMES.get(2));
        for (int at = 0; at <= stream.length; at++) {
            byte[] head = Arrays.copyOf(stream, at);
            byte[] tail = Arrays.copyOfRange(stream, at, stream.length);
            assertThat(scan(4096, List.of(head, tail))).as("split at %d", at).isEqualTo(whole);
        }
    }

    @Test
    void random_streams_in_random_segments_give_what_they_give_in_one() {
        var random = new Random(7);
        String alphabet = "{}[]\"\\ \n:,a1\u00e9";
        for (int run = 0; run < 3_000; run++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                text.append(
                        random.nextInt(4) == 0
                                ? FRAMES.get(random.nextInt(FRAMES.size()))
                                : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] stream = utf8(text.toString());
            var segments = new ArrayList<byte[]>();
            for (int at = 0; at < stream.length; ) {
                int end = Math.min(stream.length, at + 1 + random.nextInt(9));
                segments.add(Arrays.copyOfRange(stream, at, end));
                at = end;
            }
            assertThat(scan(200, segments)).as("%s", text).isEqualTo(scan(200, List.of(stream)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[1]", "\"{\"", "}", "\u0000{", "\ufeff{}"})
    void what_does_not_begin_with_a_brace_is_broken(String text) {
        assertThat(scan(100, List.of(utf8(text)))).hasSize(1).first().asString().contains("begins with '{'");
    }

    @Test
    void a_frame_may_have_exactly_as_many_bytes_as_allowed() {
        byte[] frame = utf8("{\"a\":\"" + "x".repeat(92) + "\"}");
        assertThat(frame).hasSize(100);
        assertThat(scan(100, List.of(frame))).hasSize(1).first().asString().startsWith("{");
        assertThat(scan(99, List.of(frame))).hasSize(1).first().asString().contains("more than 99 bytes");
    }

    @Test
    void an_endless_frame_is_given_up_at_the_bound_and_not_held() {
        var scanner = new FrameScanner(1_000);
        byte[] more = utf8("x".repeat(300));
        assertThat(scanner.next(ByteBuffer.wrap(utf8("{\"a\":\"")))).isInstanceOf(Scanned.Unfinished.class);
        assertThat(scanner.next(ByteBuffer.wrap(more))).isInstanceOf(Scanned.Unfinished.class);
        assertThat(scanner.next(ByteBuffer.wrap(more))).isInstanceOf(Scanned.Unfinished.class);
        assertThat(scanner.next(ByteBuffer.wrap(more))).isInstanceOf(Scanned.Unfinished.class);
        assertThat(scanner.next(ByteBuffer.wrap(more))).isInstanceOf(Scanned.Broken.class);
    }

    @Test
    void a_frame_that_nests_too_deep_is_broken() {
        assertThat(scan(1_000, List.of(utf8("{\"a\":".repeat(17)))))
                .hasSize(1)
                .first()
                .asString()
                .contains("nests deeper");
    }
}
