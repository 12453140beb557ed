package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.files.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest has one user and one group, and stays what it is. */
final class OwnUserTest {
    @ParameterizedTest
    @ValueSource(ints = {Numbers.SETUID, Numbers.SETGID})
    void a_guest_may_become_what_it_is_and_nobody_else(int call) {
        try (PaperGuest guest = PaperGuest.start()) {
            long own = guest.call(Numbers.GETUID);
            assertThat(own).isPositive();
            assertThat(guest.call(call, own)).isZero();
            for (long other : new long[] {0, 1, 1000, -1, own + 1, Long.MIN_VALUE}) {
                assertThat(guest.call(call, other)).as("id %d", other).isEqualTo(Errors.EPERM);
            }
            assertThat(guest.call(Numbers.GETEUID)).isEqualTo(own);
        }
    }
}
