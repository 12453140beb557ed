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
        byte[] first = fresh.renew(space.memory(), Tape.fresh(), new byte[0]);
        assertThat(space.memory().read(GuestMap.PROGRAM + 64, 16)).isEqualTo(first);
        assertThat(fresh.renew(space.memory(), Tape.fresh(), first)).isNotEqualTo(first);
    }

    @Test
    void no_run_starts_where_the_host_gives_the_same_bytes_again() throws Exception {
        byte[] snapshots = space.memory().read(GuestMap.PROGRAM + 64, 16);
        byte[] first = fresh.renew(space.memory(), tape(1), new byte[0]);
        space.memory().write(GuestMap.PROGRAM + 64, snapshots); // as a reset leaves it
        assertThatThrownBy(() -> fresh.renew(space.memory(), tape(1), first))
                .isInstanceOf(MachineFailure.class)
                .hasMessageContaining("random bytes");
        assertThat(fresh.renew(space.memory(), tape(2), first)).isNotEqualTo(first);
    }

    @Test
    void no_run_starts_where_the_host_gives_the_bytes_that_the_snapshot_was_made_with() throws Exception {
        fresh.renew(space.memory(), tape(1), new byte[0]);
        assertThatThrownBy(() -> fresh.renew(space.memory(), tape(1), new byte[0]))
                .isInstanceOf(MachineFailure.class);
    }

    private static Tape tape(int seed) {
        byte[] bytes = new byte[Recording.SEED_BYTES];
        bytes[0] = (byte) seed;
        return Tape.playing(new Recording(bytes, new byte[0], true, false, false, false));
    }
}
