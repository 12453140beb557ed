package dev.airlock.executor.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.routes.GuestSizes;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizeClassTest {
    @Test
    void guests_come_in_the_sizes_by_which_gateways_order() {
        assertThat(IntStream.rangeClosed(SizeClass.MIB_32.mib(), 1_024))
                .allSatisfy(mib -> assertThat(SizeClass.within(mib))
                        .hasValueSatisfying(size -> assertThat(size.mib()).isEqualTo(GuestSizes.mostFor(mib))));
    }
}
