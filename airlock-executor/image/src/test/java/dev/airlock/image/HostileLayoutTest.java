package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostileLayoutTest {
    private static final byte[] TAR = new Tars().file("bin/sh", "elf").bytes();

    @TempDir
    Path folder;

    private static Arguments spoilt(String what, String value, Consumer<Layouts> spoil) {
        return Arguments.of(what, value, spoil);
    }

    private static Stream<Arguments> hostile() {
        return Stream.of(
                spoilt("no layers", "has 0 layers", layout -> {
                    layout.layers.clear();
                    layout.diffIds.clear();
                }),
                spoilt("more diff_ids than layers", "has 1 layers and 2", layout -> layout.diffIds.add(Digest.of(TAR))),
                spoilt("another diff_id", "has the diff_id", layout -> layout.diffIds.set(0, Digest.of(new byte[1]))),
                spoilt("a diff_id that is none", "has the diff_id md5", layout -> layout.diffIds.set(0, "md5:x")),
                spoilt("another machine", "is for linux/arm64", layout -> layout.architecture = "arm64"),
                spoilt("no program", "has no program /bin/no", layout -> layout.command = "/bin/no"),
                spoilt("a program that is a folder", "has no program /bin", layout -> layout.command = "/bin"),
                spoilt("NUL in the command", "where a text is needed", layout -> layout.command = "/bin/sh\0"),
                spoilt("zstd", "tar+zstd", layout -> layout.layer(TAR, TAR, Descriptor.LAYER + "+zstd")),
                spoilt("no gzip at all", "is no gzip", layout -> layout.layer(TAR, TAR, Descriptor.LAYER + "+gzip")),
                spoilt("a cut gzip", "is no gzip", layout -> {
                    byte[] gzip = Layouts.gzip(TAR);
                    layout.layer(TAR, Arrays.copyOf(gzip, gzip.length - 9), Descriptor.LAYER + "+gzip");
                }),
                spoilt(
                        "a gzip of something else",
                        "unpacks to something else",
                        layout -> layout.layer(TAR, Layouts.gzip(new byte[1024]), Descriptor.LAYER + "+gzip")),
                spoilt(
                        "a huge layer",
                        "has 9000000000000000000 bytes",
                        layout -> layout.layers.set(
                                0, new Descriptor(Descriptor.LAYER, Digest.of(TAR), 9_000_000_000_000_000_000L))),
                spoilt(
                        "a layer of another size",
                        "is damaged",
                        layout ->
                                layout.layers.set(0, new Descriptor(Descriptor.LAYER, Digest.of(TAR), TAR.length + 1))),
                spoilt(
                        "a digest that is a path",
                        "has the digest",
                        layout -> layout.layers.set(
                                0, new Descriptor(Descriptor.LAYER, "sha256:../../../../etc/passwd", 1))),
                spoilt(
                        "another digest algorithm",
                        "has the digest",
                        layout -> layout.layers.set(0, new Descriptor(Descriptor.LAYER, "sha512:00", 1))),
                spoilt(
                        "a negative size",
                        "has the size -1",
                        layout -> layout.layers.set(0, new Descriptor(Descriptor.LAYER, Digest.of(TAR), -1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void a_hostile_layout_is_rejected_and_leaves_no_trace(String what, String value, Consumer<Layouts> spoil)
            throws Exception {
        Layouts layout = new Layouts().layer(TAR);
        spoil.accept(layout);
        ImageStore store = new ImageStore(folder.resolve("images"));
        Path foreign = layout.write(folder.resolve("foreign"));
        assertThatThrownBy(() -> store.importLayout(foreign, "x"))
                .as(what)
                .isInstanceOfSatisfying(ImageRejected.class, rejected -> {
                    assertThat(rejected.value()).contains(value);
                    assertThat(rejected.fix()).isNotEmpty();
                });
        assertThat(store.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oci-layout | {} | has version",
                "oci-layout | {\"imageLayoutVersion\":\"2.0.0\"} | has version",
                "oci-layout | [] | is no JSON object",
                "index.json | nonsense | is no JSON",
                "index.json | {\"a\":1,\"a\":2} | is no JSON",
                "index.json | {} {} | is no JSON",
                "index.json | {} | has 0 images",
                "index.json | {\"manifests\":[{\"digest\":7}]} | has the digest",
            })
    void a_broken_document_is_rejected(String file, String content, String value) throws Exception {
        Path foreign = new Layouts().layer(TAR).write(folder.resolve("foreign"));
        Files.writeString(foreign.resolve(file), content);
        assertThatThrownBy(() -> new ImageStore(folder.resolve("images")).importLayout(foreign, "x"))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining(value);
    }

    @Test
    void a_document_over_its_limit_is_not_read() throws Exception {
        Path foreign = new Layouts().layer(TAR).write(folder.resolve("foreign"));
        Files.write(foreign.resolve("index.json"), new byte[Limits.DOCUMENT_BYTES + 1]);
        assertThatThrownBy(() -> new ImageStore(folder.resolve("images")).importLayout(foreign, "x"))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("at most " + Limits.DOCUMENT_BYTES);
    }

    @Test
    void a_gzip_bomb_is_given_up_at_the_limit() {
        byte[] packed = Layouts.gzip(new byte[1 << 20]);
        LayoutReader.Blob bomb = new LayoutReader.Blob(
                Descriptor.of(Descriptor.LAYER + "+gzip", packed), java.lang.foreign.MemorySegment.ofArray(packed));
        assertThatThrownBy(() -> Layer.tar(bomb, Digest.of(new byte[1 << 20]), 1000))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("unpacks to more");
    }
}
