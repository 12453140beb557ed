package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTest {
    private static Stream<Arguments> hostile() {
        String deep = "d/".repeat(Limits.DEPTH) + "x";
        return Stream.of(
                Arguments.of("an absolute path", new Tars().file("/etc/passwd", "x"), "path \"/etc/passwd\""),
                Arguments.of("a path out of the tree", new Tars().file("../x", "x"), "path \"../x\""),
                Arguments.of("a path that turns round", new Tars().file("a/../../x", "x"), "path"),
                Arguments.of("an empty component", new Tars().file("a//x", "x"), "path"),
                Arguments.of("a dot inside", new Tars().file("a/./x", "x"), "path"),
                Arguments.of("a name of 256 bytes", new Tars().file("n".repeat(256), "x"), "path"),
                Arguments.of("too deep a path", new Tars().file(deep, "x"), "path"),
                Arguments.of("the root as a file", new Tars().file("./.", "x"), "neither file"),
                Arguments.of("a character device", new Tars().put("null", TarConstants.LF_CHR, "", ""), "type '3'"),
                Arguments.of("a block device", new Tars().put("sda", TarConstants.LF_BLK, "", ""), "type '4'"),
                Arguments.of("a pipe", new Tars().put("pipe", TarConstants.LF_FIFO, "", ""), "type '6'"),
                Arguments.of("an unknown type", new Tars().put("x", (byte) 'Z', "", ""), "type 'Z'"),
                Arguments.of("a hard link out", new Tars().hardLink("x", "../../etc/shadow"), "path"),
                Arguments.of("an absolute hard link", new Tars().hardLink("x", "/etc/shadow"), "path"),
                Arguments.of("a hard link to nothing", new Tars().hardLink("x", "y"), "no file before it"),
                Arguments.of(
                        "a hard link to a directory", new Tars().folder("d").hardLink("x", "d"), "no file"),
                Arguments.of("a hard link to itself", new Tars().hardLink("x", "x"), "no file"),
                Arguments.of(
                        "a hard link through a link",
                        new Tars().folder("d").file("d/f", "x").link("l", "d").hardLink("x", "l/f"),
                        "no file"),
                Arguments.of("a link to nowhere at all", new Tars().link("x", ""), "links to \"\""),
                Arguments.of("a file twice", new Tars().file("x", "1").file("x", "2"), "is there twice"),
                Arguments.of(
                        "a file twice, spelt twice", new Tars().file("x", "1").file("./x", "2"), "is there twice"),
                Arguments.of("a file and a directory", new Tars().file("x", "1").folder("x"), "is there twice"),
                Arguments.of(
                        "a file over its directory", new Tars().file("x/y", "1").file("x", "2"), "a directory before"),
                Arguments.of("a file below a file", new Tars().file("x", "1").file("x/y", "2"), "no directory"),
                Arguments.of("a file through a link", new Tars().link("l", "/").file("l/x", "2"), "no directory"),
                Arguments.of("a whiteout of nothing", new Tars().file(".wh.", ""), "is no whiteout"),
                Arguments.of("a whiteout of the parent", new Tars().file("a/.wh...", ""), "is no whiteout"),
                Arguments.of("an unknown whiteout", new Tars().file(".wh..wh.plnk", ""), "is no whiteout"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void a_hostile_tar_is_rejected_with_what_is_wrong(String what, Tars layer, String value) {
        assertThatThrownBy(() -> Tars.tree(layer)).as(what).isInstanceOfSatisfying(ImageRejected.class, rejected -> {
            assertThat(rejected.thing()).isEqualTo("layer");
            assertThat(rejected.value()).contains(value);
            assertThat(rejected.fix()).contains("pack the layer again");
        });
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_GNUTYPE_LONGLINK})
    void a_name_of_two_megabytes_is_rejected_before_it_is_in_memory(byte type) {
        Tars layer =
                new Tars().put("././@LongLink", type, "", "n".repeat(2 << 20)).file("x", "1");
        assertThatThrownBy(layer::entries)
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("headers of an entry are too long");
    }

    @Test
    void an_extended_header_of_two_megabytes_is_rejected_before_it_is_in_memory() {
        String comment = " comment=" + "c".repeat(2 << 20) + "\n";
        String header = (comment.length() + 7) + comment;
        Tars layer = new Tars()
                .put("PaxHeader", TarConstants.LF_PAX_EXTENDED_HEADER_LC, "", header)
                .file("x", "1");
        assertThatThrownBy(layer::entries)
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("headers of an entry are too long");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_PAX_EXTENDED_HEADER_LC})
    void headers_about_headers_without_end_are_rejected(byte type) {
        Tars layer = new Tars();
        for (int i = 0; i < 50_000; i++) {
            layer.put("h", type, "", "");
        }
        assertThatThrownBy(layer.file("x", "1")::entries).isInstanceOf(ImageRejected.class);
    }

    @Test
    void a_file_of_many_megabytes_is_read() throws Exception {
        assertThat(new Tars().file("x", "c".repeat(5 << 20)).file("y", "1").entries())
                .hasSize(2);
    }

    @Test
    void a_size_beyond_the_tar_is_rejected() {
        byte[] tar = new Tars().file("x", "content").bytes();
        header(tar, "77777777777");
        assertThatThrownBy(() -> new LayerReader(MemorySegment.ofArray(tar), "layer").entries(9))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("ends after the tar");
    }

    @Test
    void a_tar_cut_anywhere_is_rejected_or_harmless() throws Exception {
        byte[] tar =
                new Tars().file("a", "1").file("long/".repeat(40) + "b", "2").bytes();
        for (int length = 0; length < tar.length; length += 64) {
            byte[] cut = Arrays.copyOf(tar, length);
            try {
                assertThat(new LayerReader(MemorySegment.ofArray(cut), "layer").entries(9))
                        .hasSizeLessThan(3);
            } catch (ImageRejected rejected) {
                assertThat(rejected.thing()).isEqualTo("layer");
            }
        }
    }

    @Test
    void a_broken_checksum_is_rejected() {
        byte[] tar = new Tars().file("x", "content").bytes();
        tar[0] = 'y';
        assertThatThrownBy(() -> new LayerReader(MemorySegment.ofArray(tar), "layer").entries(9))
                .isInstanceOf(ImageRejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "mtime, 9999999999999999999",
        "mtime, 9e99999999",
        "size, 99999999999999999999",
        "size, -5",
        "uid, x",
        "GNU.sparse.map, 1",
        "path, ../../x",
        "linkpath, ",
    })
    void an_extended_header_is_harmless_or_rejected(String key, String value) {
        String record = " " + key + "=" + (value == null ? "" : value) + "\n";
        Tars tar = new Tars().put("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC, "", record.length() + 2 + record);
        try {
            assertThat(Tars.tree(tar.file("x", "content")).root().children()).containsOnlyKeys("x");
        } catch (ImageRejected rejected) {
            assertThat(rejected.thing()).isEqualTo("layer");
        }
    }

    @Test
    void no_bytes_make_the_reader_fail_in_another_way() {
        SplittableRandom random = new SplittableRandom(42);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] tar = new Tars()
                    .file("a".repeat(200), "1")
                    .link("l", "a")
                    .hardLink("h", "l")
                    .bytes();
            for (int j = 0; j < 3; j++) {
                tar[random.nextInt(tar.length)] = (byte) random.nextInt(128);
            }
            for (int at = 0; at + 512 <= tar.length; at += 512) {
                checksum(tar, at);
            }
            try {
                new TreeDraft().lay(new LayerReader(MemorySegment.ofArray(tar), "layer").entries(9), "layer");
            } catch (ImageRejected rejected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void too_many_entries_are_rejected() {
        byte[] tar = new Tars().file("a", "").file("b", "").bytes();
        assertThatThrownBy(() -> new LayerReader(MemorySegment.ofArray(tar), "layer").entries(1))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("over 1 entries");
    }

    @Test
    void contents_are_slices_of_the_tar_and_cannot_be_written() throws Exception {
        RootFs fs = Tars.tree(new Tars().file("a/b", "hello").file("empty", ""));
        assertThat(text(fs, "/a/b")).isEqualTo("hello");
        assertThat(text(fs, "/empty")).isEmpty();
        MemorySegment content = file(fs, "/a/b").content();
        assertThatThrownBy(() -> content.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_of_a_hard_link_share_inode_and_content() throws Exception {
        RootFs fs = Tars.tree(new Tars().file("a", "one").hardLink("b", "a").file("c", "one"));
        assertThat(file(fs, "/b")).isSameAs(file(fs, "/a"));
        assertThat(file(fs, "/c").inode()).isNotEqualTo(file(fs, "/a").inode());
    }

    @Test
    void a_hard_link_to_a_lower_layer_survives_its_whiteout() throws Exception {
        RootFs fs = Tars.tree(new Tars().file("a", "one"), new Tars().hardLink("b", "a"), new Tars().file(".wh.a", ""));
        assertThat(fs.resolve("/", "/a", true)).isEqualTo(new Lookup.Missing());
        assertThat(text(fs, "/b")).isEqualTo("one");
    }

    @Test
    void a_whiteout_hides_what_is_below_it_and_not_its_own_layer() throws Exception {
        Tars lower = new Tars().file("d/gone", "1").file("d/kept", "1").file("d/new", "old");
        Tars upper = new Tars()
                .file("d/new", "new")
                .file("d/.wh.gone", "")
                .file("d/.wh.new", "")
                .file(".wh.never", "");
        RootFs fs = Tars.tree(lower, upper);
        assertThat(fs.resolve("/", "/d/gone", true)).isEqualTo(new Lookup.Missing());
        assertThat(text(fs, "/d/kept")).isEqualTo("1");
        assertThat(text(fs, "/d/new")).isEqualTo("new");
        assertThat(fs.resolve("/", "/d/.wh.gone", true)).isEqualTo(new Lookup.Missing());
    }

    @Test
    void an_opaque_directory_hides_all_below_it_wherever_its_mark_is() throws Exception {
        Tars lower = new Tars().file("d/one", "1").file("d/e/two", "1").file("other", "1");
        Tars upper = new Tars().file("d/mine", "2").file("d/.wh..wh..opq", "");
        RootFs fs = Tars.tree(lower, upper);
        assertThat(((Node.Directory) ((Lookup.Found) fs.resolve("/", "/d", true)).node()).children())
                .containsOnlyKeys("mine");
        assertThat(text(fs, "/other")).isEqualTo("1");
    }

    @Test
    void an_upper_layer_replaces_and_a_directory_keeps_what_is_in_it() throws Exception {
        Tars lower = new Tars().file("f", "1").file("d/x", "1").file("e/y", "1");
        Tars upper = new Tars().folder("f").folder("d").file("e", "2");
        RootFs fs = Tars.tree(lower, upper);
        assertThat(fs.resolve("/", "/f/", true)).isInstanceOf(Lookup.Found.class);
        assertThat(text(fs, "/d/x")).isEqualTo("1");
        assertThat(text(fs, "/e")).isEqualTo("2");
    }

    @Test
    void links_out_of_the_tree_stay_in_the_guest() throws Exception {
        RootFs fs = Tars.tree(new Tars().link("out", "../../../etc/shadow").link("host", "/etc/shadow"));
        assertThat(fs.resolve("/", "/out", true)).isEqualTo(new Lookup.Missing());
        assertThat(fs.resolve("/", "/host", true)).isEqualTo(new Lookup.Missing());
        assertThat(fs.resolve("/", "/out", false)).isInstanceOf(Lookup.Found.class);
    }

    private static Node.File file(RootFs fs, String path) {
        return (Node.File) ((Lookup.Found) fs.resolve("/", path, true)).node();
    }

    private static String text(RootFs fs, String path) {
        return new String(file(fs, path).content().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /** Writes another size into the first header, and the checksum that fits. */
    private static void header(byte[] tar, String size) {
        byte[] octal = size.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, tar, 124, octal.length);
        checksum(tar, 0);
    }

    private static void checksum(byte[] tar, int header) {
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < header + 512; i++) {
            sum += tar[i] & 0xff;
        }
        System.arraycopy("%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII), 0, tar, header + 148, 8);
    }
}
