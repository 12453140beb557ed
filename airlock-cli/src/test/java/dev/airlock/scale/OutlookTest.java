package dev.airlock.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.scale.model.Costs;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlookTest {
    private static final Costs COSTS = new Costs(4, 10, 30, 1050, 15, 0.1, 0.05);

    private static double rate(List<Outlook> outlook, int hosts) {
        return outlook.stream()
                .filter(one -> one.hosts() == hosts)
                .findFirst()
                .orElseThrow()
                .most()
                .perSecond();
    }

    @Test
    void eight_partitions_are_the_end_of_growth_and_more_of_them_are_not() {
        List<Outlook> eight = Outlook.of(COSTS, 2, 8, 2, 1);
        assertThat(rate(eight, 1000)).isEqualTo(rate(eight, 8));
        assertThat(eight.getLast().most().limit()).isEqualTo("partitions");
        List<Outlook> many = Outlook.of(COSTS, 2, 1024, 2, 1);
        assertThat(rate(many, 64)).isGreaterThan(6 * rate(many, 8));
        assertThat(many.getLast().most().limit()).isEqualTo("front processors");
    }

    @Test
    void it_is_said_for_one_to_a_thousand_hosts_and_never_shrinks_with_more() {
        List<Outlook> outlook = Outlook.of(COSTS, 2, 1024, 2, 4);
        assertThat(outlook.getFirst().hosts()).isEqualTo(1);
        assertThat(outlook.getLast().hosts()).isEqualTo(1000);
        for (int i = 1; i < outlook.size(); i++) {
            assertThat(outlook.get(i).most().perSecond())
                    .isGreaterThan(0.9 * outlook.get(i - 1).most().perSecond());
        }
    }
}
