package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.files.Errors;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call, every argument in turn: addresses outside of memory, at its end, of the machine's own pages, read-only. */
class PointerTest {
    private static final long[] WRONG = {
        1,
        0x1000,
        0x8000,
        0x100000,
        0x200000,
        0x20FFF8,
        PaperGuest.HEAP,
        PaperGuest.READ_ONLY,
        PaperGuest.CODE,
        PaperGuest.AREA + PaperGuest.AREA_BYTES - 1,
        PaperGuest.BYTES - 1,
        PaperGuest.BYTES,
        1L << 47,
        0xFFFF_8000_0000_0000L,
        -8,
        Long.MIN_VALUE,
        Long.MAX_VALUE
    };

    private PaperGuest guest;

    static Stream<Integer> every_pointer_of_every_call_may_point_anywhere() {
        return IntStream.range(0, 512).filter(Personality::knows).boxed();
    }

    @BeforeEach
    void start() {
        guest = PaperGuest.start();
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @ParameterizedTest
    @MethodSource
    void every_pointer_of_every_call_may_point_anywhere(int number) {
        byte[] code = guest.memory.asSlice(PaperGuest.READ_ONLY, 4096).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        SortedMap<Long, Integer> answers = new TreeMap<>();
        for (int position = 0; position < 6; position++) {
            for (long wrong : WRONG) {
                guest = guest.again();
                prepare();
                long[] arguments = {3, PaperGuest.AREA, 8, PaperGuest.AREA + 64, PaperGuest.AREA + 128, 8};
                if (position % 2 == 0) {
                    arguments[0] = PaperGuest.AREA;
                }
                arguments[position] = wrong;
                long answer = guest.call(number, arguments);
                answers.merge(answer < 0 && answer > -4096 ? answer : 0, 1, Integer::sum);
                boolean remapped = number == Numbers.MMAP || number == Numbers.MREMAP || number == Numbers.MPROTECT;
                byte[] now = guest.memory
                        .asSlice(PaperGuest.READ_ONLY, 4096)
                        .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                assertThat(remapped || Arrays.equals(now, code))
                        .as("call %d, argument %d = 0x%x wrote where the guest may only read", number, position, wrong)
                        .isTrue();
            }
        }
        assertThat(answers.keySet())
                .as("call %d answers with no errno of our own", number)
                .doesNotContain(Errors.RESTART);
    }

    private void prepare() {
        guest.open("/tmp/f", 0102);
        guest.write(3, "text");
        guest.open("/tmp", 0);
    }
}
