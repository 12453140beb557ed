package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class KernelPackageTest {
    @Test
    void the_package_that_holds_the_kernel_is_the_one_the_newest_depends_on() throws SelftestFailed {
        assertThat(KernelPackage.realName("linux-image-cloud-amd64\n  Depends: linux-image-6.1.0-56-cloud-amd64\n"))
                .isEqualTo("linux-image-6.1.0-56-cloud-amd64");
        assertThat(KernelPackage.realName("""
                        linux-image-cloud-amd64
                          Depends: linux-image-6.12.57+deb13-cloud-amd64
                          Suggests: linux-doc
                        """)).isEqualTo("linux-image-6.12.57+deb13-cloud-amd64");
    }

    @Test
    void a_machine_without_package_lists_is_told_both_ways_out() {
        assertThatThrownBy(() -> KernelPackage.realName(""))
                .isInstanceOfSatisfying(SelftestFailed.class, failed -> assertThat(failed.fix())
                        .contains("apt-get update")
                        .contains("--kernel FILE --modules DIR"));
    }
}
