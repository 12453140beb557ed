package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.microvm.machine.Access;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.GuestMap;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.machine.MachineFailure;
import dev.airlock.microvm.machine.Stub;
import dev.airlock.microvm.personality.Recording;
import dev.airlock.microvm.personality.Tape;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FreshTest {
    private static final int MEMORY = 8 << 20;

    private final Fresh fresh = new Fresh(OptionalLong.of(GuestMap.PROGRAM + 64));
    private final AddressSpace space = space();

    private static AddressSpace space() {
        AddressSpace space = Machine.furnish(MemorySegment.ofArray(new long[MEMORY / Long.BYTES]), Stub.STANDARD);
        space.mapZeros(GuestMap.PROGRAM, GuestMap.PAGE, Access.READ_WRITE);
        return space;
    }

    @Test
    void each_run_finds_bytes_of_its_own() throws Exception {
        fresh.renew(space.memory(), Tape.fresh());
        byte[] first = space.memory().read(GuestMap.PROGRAM + 64, 16);
        fresh.renew(space.memory(), Tape.fresh());
        assertThat(space.memory().read(GuestMap.PROGRAM + 64, 16)).isNotEqualTo(first);
    }

    @Test
    void no_run_starts_where_the_host_gives_the_same_bytes_again() throws Exception {
        Recording same = new Recording(new byte[Recording.SEED_BYTES], new byte[0], true, false, false);
        fresh.renew(space.memory(), Tape.playing(same));
        assertThatThrownBy(() -> fresh.renew(space.memory(), Tape.playing(same)))
                .isInstanceOf(MachineFailure.class)
                .hasMessageContaining("random bytes");
    }
}
