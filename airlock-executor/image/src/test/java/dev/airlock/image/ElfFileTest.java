package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ElfFileTest {
    private static final int PROGRAM_HEADERS = 64;
    private static final int DYNAMIC = 0x200;
    private static final int STRINGS = 0x300;
    private static final long ADDRESS = 0x400000;

    /** A program with one PT_LOAD of the whole file, PT_INTERP, PT_DYNAMIC: two libraries and a RUNPATH. */
    private static byte[] program() {
        ByteBuffer elf = ByteBuffer.allocate(0x400).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putShort(18, (short) 62);
        elf.putLong(32, PROGRAM_HEADERS).putShort(54, (short) 56).putShort(56, (short) 3);
        segment(elf, 0, 1, 0, 0x400);
        segment(elf, 1, 3, STRINGS + 100, 8);
        segment(elf, 2, 2, DYNAMIC, 6 * 16);
        long[] dynamic = {5, ADDRESS + STRINGS, 1, 1, 1, 10, 15, 20, 29, 30, 0, 0};
        for (int i = 0; i < dynamic.length; i++) {
            elf.putLong(DYNAMIC + 8 * i, dynamic[i]);
        }
        text(elf, 1, "libc.so");
        text(elf, 10, "libm.so");
        text(elf, 20, "/rpath");
        text(elf, 30, "$ORIGIN/../lib:/opt");
        text(elf, 100, "/lib/ld");
        return elf.array();
    }

    private static void segment(ByteBuffer elf, int index, int type, long offset, long size) {
        int at = PROGRAM_HEADERS + index * 56;
        elf.putInt(at, type)
                .putLong(at + 8, offset)
                .putLong(at + 16, ADDRESS + offset)
                .putLong(at + 32, size);
    }

    private static void text(ByteBuffer elf, int at, String text) {
        elf.put(STRINGS + at, (text + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_program_names_its_linker_its_libraries_and_where_to_look() throws Exception {
        assertThat(ElfFile.parse(program(), "program"))
                .isEqualTo(new ElfFile(
                        Optional.of("/lib/ld"), List.of("libc.so", "libm.so"), List.of("$ORIGIN/../lib", "/opt")));
    }

    private static Arguments spoilt(String what, String value, Consumer<ByteBuffer> spoil) {
        return Arguments.of(what, value, spoil);
    }

    private static Stream<Arguments> hostile() {
        return Stream.of(
                spoilt("no magic", "is no ELF", elf -> elf.put(0, (byte) 0)),
                spoilt("32 bits", "not x86-64", elf -> elf.put(4, (byte) 1)),
                spoilt("big endian", "not x86-64", elf -> elf.put(5, (byte) 2)),
                spoilt("ARM", "machine 183", elf -> elf.putShort(18, (short) 183)),
                spoilt("headers of another size", "program headers", elf -> elf.putShort(54, (short) 1)),
                spoilt("very many headers", "65535 program headers", elf -> elf.putShort(56, (short) -1)),
                spoilt("headers outside", "cannot be used", elf -> elf.putLong(32, 0x10000)),
                spoilt("headers at a negative offset", "an offset of", elf -> elf.putLong(32, -8)),
                spoilt("headers near the top of an int", "an offset of", elf -> elf.putLong(32, 0x7fffffffL)),
                spoilt("a linker outside", "cannot be used", elf -> segment(elf, 1, 3, 0x10000, 8)),
                spoilt("a dynamic part outside", "cannot be used", elf -> segment(elf, 2, 2, 0x10000, 64)),
                spoilt("a dynamic part of a huge size", "an offset of", elf -> segment(elf, 2, 2, DYNAMIC, -1)),
                spoilt("strings in no segment", "in no segment", elf -> elf.putLong(DYNAMIC + 8, 5)),
                spoilt("a name outside", "cannot be used", elf -> elf.putLong(DYNAMIC + 24, 0x10000)),
                spoilt("a name at a negative offset", "an offset of", elf -> elf.putLong(DYNAMIC + 24, -0x1000)),
                spoilt("a name whose offset overflows", "cannot be used", elf -> {
                    elf.putLong(PROGRAM_HEADERS + 8, Long.MAX_VALUE - STRINGS);
                    elf.putLong(DYNAMIC + 24, Long.MAX_VALUE);
                }),
                spoilt("a dynamic part without end", "a dynamic part of", elf -> segment(elf, 2, 2, DYNAMIC, 1 << 20)),
                spoilt("a name with a folder", "needs a library named", elf -> text(elf, 1, "../../x")),
                spoilt("no name", "needs a library named", elf -> text(elf, 1, "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void a_hostile_elf_is_rejected_with_what_is_wrong(String what, String value, Consumer<ByteBuffer> spoil) {
        byte[] elf = program();
        spoil.accept(ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN));
        assertThatThrownBy(() -> ElfFile.parse(elf, "thing"))
                .as(what)
                .isInstanceOfSatisfying(ImageRejected.class, rejected -> {
                    assertThat(rejected.value()).contains(value);
                    assertThat(rejected.fix()).contains("x86-64");
                });
    }

    @Test
    void a_program_that_needs_very_many_libraries_is_rejected_before_their_names_are_read() {
        byte[] elf = java.util.Arrays.copyOf(program(), 0x8000);
        ByteBuffer bytes = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        segment(bytes, 2, 2, 0x1000, 0x4000);
        for (int at = 0x1000; at < 0x5000; at += 16) {
            bytes.putLong(at, 1).putLong(at + 8, 1);
        }
        assertThatThrownBy(() -> ElfFile.parse(elf, "thing"))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("needs 1024 libraries");
    }

    @Test
    void no_bytes_make_the_parser_fail_in_another_way() {
        SplittableRandom random = new SplittableRandom(42);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] elf = program();
            for (int j = 0; j < 4; j++) {
                elf[6 + random.nextInt(DYNAMIC + 100)] = (byte) random.nextInt();
            }
            try {
                ElfFile.parse(elf, "thing");
            } catch (ImageRejected rejected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void a_cut_file_is_rejected() {
        byte[] elf = program();
        for (int length : new int[] {0, 3, 4, 63, 64, 100, DYNAMIC, STRINGS}) {
            assertThatThrownBy(() -> ElfFile.parse(java.util.Arrays.copyOf(elf, length), "thing"))
                    .as("%d bytes", length)
                    .isInstanceOf(ImageRejected.class);
        }
    }
}
