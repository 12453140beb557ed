package dev.airlock.microvm.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElfReaderTest {
    private static final int HEADER = 64;
    private static final int SIZE = 4096;

    @Test
    void a_program_is_read_as_it_was_written() throws ElfRejected {
        ElfProgram program = read(program());
        assertThat(program.movable()).isFalse();
        assertThat(program.entry()).isEqualTo(0x400100);
        assertThat(program.headers()).isEqualTo(0x400040);
        assertThat(program.segments()).containsExactly(new ElfSegment(0x400000, 0, SIZE, 2 * SIZE, 5));
        assertThat(program.start()).isEqualTo(0x400000);
        assertThat(program.end()).isEqualTo(0x402000);
        assertThat(program.interpreter()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no magic, 0, 4, 0",
        "32-bit, 4, 1, 1",
        "big-endian, 5, 1, 2",
        "relocatable, 16, 2, 1",
        "another machine, 18, 2, 183",
        "no headers, 56, 2, 0",
        "too many headers, 56, 2, 65",
        "headers of another size, 54, 2, 32",
        "headers outside, 32, 8, 4090",
        "headers before the file, 32, 8, -56",
        "headers that wrap, 32, 8, 9223372036854775807",
        "a segment outside, 72, 8, 1",
        "a segment before the file, 72, 8, -1",
        "a segment larger than the file, 96, 8, 4097",
        "a segment of negative size, 96, 8, -1",
        "less memory than file, 104, 8, 4095",
        "memory without end, 104, 8, 9223372036854775807",
        "an address in the upper half, 80, 8, -4096",
        "nothing to load, 64, 4, 6"
    })
    void a_malformed_file_is_rejected(String what, int at, int bytes, long value) {
        byte[] file = program();
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        switch (bytes) {
            case 1 -> buffer.put(at, (byte) value);
            case 2 -> buffer.putShort(at, (short) value);
            case 4 -> buffer.putInt(at, (int) value);
            default -> buffer.putLong(at, value);
        }
        assertThatThrownBy(() -> read(file)).as(what).isInstanceOf(ElfRejected.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 16, 63, 64, 100, 119})
    void a_file_cut_short_is_rejected(int length) {
        byte[] file = java.util.Arrays.copyOf(program(), length);
        assertThatThrownBy(() -> read(file)).isInstanceOf(ElfRejected.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damaged_headers_are_rejected_or_read_but_nothing_else(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] file = program();
            for (int n = random.nextInt(4); n >= 0; n--) {
                file[random.nextInt(HEADER + 56)] = (byte) random.nextInt();
            }
            try {
                assertThat(read(file).segments()).as("seed %d", seed).isNotEmpty();
            } catch (ElfRejected rejected) {
                assertThat(rejected).hasMessageMatching(".+");
            }
        }
    }

    private static ElfProgram read(byte[] file) throws ElfRejected {
        return ElfReader.read(MemorySegment.ofArray(file));
    }

    private static byte[] program() {
        byte[] file = new byte[SIZE];
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0x464C457F).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        elf.putShort((short) 2).putShort((short) 62).putInt(1);
        elf.putLong(0x400100).putLong(HEADER).putLong(0).putInt(0);
        elf.putShort((short) HEADER).putShort((short) 56).putShort((short) 1).position(HEADER);
        elf.putInt(1).putInt(5).putLong(0).putLong(0x400000).putLong(0x400000);
        elf.putLong(SIZE).putLong(2 * SIZE).putLong(SIZE);
        return file;
    }
}
