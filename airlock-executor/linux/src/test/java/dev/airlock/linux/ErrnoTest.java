package dev.airlock.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void a_device_that_may_not_be_opened_names_the_fix() {
        assertThat(new Errno("open /dev/kvm", Errno.EACCES))
                .hasMessage("open /dev/kvm: EACCES (errno 13); let this user open it: add the user to group kvm and log"
                        + " in again");
    }

    @Test
    void a_device_that_is_not_there_names_the_fix() {
        assertThat(new Errno("open /dev/kvm", Errno.ENOENT)).hasMessageContaining("load kvm_intel or kvm_amd");
    }

    @Test
    void a_number_without_a_name_is_shown_as_a_number() {
        assertThat(new Errno("fcntl", 77).name()).isEqualTo("errno 77");
    }

    @Test
    void a_failing_call_carries_the_number_of_its_own_thread() throws InterruptedException {
        Errno[] other = new Errno[1];
        Thread thread = Thread.ofPlatform().start(() -> other[0] = failing("/dev/null/nothing"));
        Errno mine = failing("/nowhere/at/all");
        thread.join();
        assertThat(mine.name()).isEqualTo("ENOENT");
        assertThat(other[0].number()).isEqualTo(20); // ENOTDIR
    }

    private static Errno failing(String path) {
        return catchThrowableOfType(Errno.class, () -> Libc.open(path, 0));
    }
}
