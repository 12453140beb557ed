package dev.airlock.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HashesTest {
    private static final String PAYLOAD = Hashes.sha256(new byte[] {1});

    private static NamedFile file(String name, String content) {
        return new NamedFile(name, Bytes.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void contents_differ_if_the_payload_or_the_name_the_content_or_the_order_of_a_file_does() {
        List<String> hashes = Stream.of(
                        List.<NamedFile>of(),
                        List.of(file("a", "bc")),
                        List.of(file("ab", "c")),
                        List.of(file("a", "b"), file("c", "")),
                        List.of(file("c", ""), file("a", "b")),
                        List.of(file("a", "bd")))
                .map(files -> Hashes.contents(PAYLOAD, files))
                .toList();
        assertThat(hashes).doesNotHaveDuplicates();
        assertThat(hashes).doesNotContain(Hashes.contents(Hashes.sha256(new byte[] {2}), List.of()));
        assertThat(Hashes.contents(PAYLOAD, List.of(file("a", "bc")))).isEqualTo(hashes.get(1));
    }
}
