package dev.airlock.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "plot.svg", "data/table-1.csv", "a/b/c/d", ".hidden", "_", "console", "com10", "UPPER"})
    void an_ordinary_name_is_one(String name) {
        assertThat(FileName.check("name", name)).isEqualTo(name);
    }

    static List<String> hostile() {
        return List.of(
                "",
                ".",
                "..",
                "/",
                "/etc/passwd",
                "../x",
                "a/../b",
                "a/..",
                "./a",
                "a/./b",
                "a//b",
                "a/",
                "-rf",
                "a/-x",
                "a\\b",
                "..\\x",
                "C:",
                "C:/x",
                "a b",
                "a\tb",
                "a\nb",
                "a\0",
                "\u00e9",
                "\u202e",
                "%2e%2e",
                "$HOME",
                "~",
                "*",
                "a|b",
                "a;b",
                "a:b",
                "a.",
                "con",
                "NUL",
                "nul.txt",
                "a/Aux",
                "com1",
                "LPT9.log",
                "a/b/c/d/e",
                "x".repeat(129));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_hostile_name_is_none(String name) {
        assertThatThrownBy(() -> FileName.check("name", name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_differ_and_none_is_a_folder_of_another() {
        assertThatCode(() -> FileName.checkAll("inputs", List.of("a", "b/a", "b/c", "ab"), 4))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> FileName.checkAll("inputs", List.of("a", "A"), 4))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> FileName.checkAll("inputs", List.of("a/b/c", "a/B"), 4))
                .hasMessageContaining("a folder of another");
        assertThatThrownBy(() -> FileName.checkAll("inputs", List.of("a", "b"), 1))
                .hasMessage("inputs are 2; at most 1");
    }

    @Test
    void an_intent_has_a_bounded_number_of_files() {
        Intent bare = new Intent(
                "i",
                "s",
                "file:scan",
                "me.aint",
                Origin.LOCAL,
                Lane.BUS,
                "",
                Bytes.EMPTY,
                0,
                0,
                Backend.ANY,
                Instant.parse("2026-11-28T00:00:00Z"),
                "n");
        List<NamedFile> many = IntStream.range(0, Intent.INPUTS_MAX + 1)
                .mapToObj(i -> new NamedFile("f" + i, Bytes.of(new byte[] {1, 2})))
                .toList();
        assertThat(bare.with(many.subList(1, many.size()), List.of()).contentBytes())
                .isEqualTo(2L * Intent.INPUTS_MAX);
        assertThatThrownBy(() -> bare.with(many, List.of())).hasMessage("inputs are 65; at most 64");
        List<String> names = many.stream().map(NamedFile::name).toList();
        assertThatThrownBy(() -> bare.with(List.of(), names)).hasMessage("outputs are 65; at most 16");
    }
}
