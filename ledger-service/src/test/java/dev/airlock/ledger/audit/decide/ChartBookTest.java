package dev.airlock.ledger.audit.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.model.Chart;
import dev.airlock.ledger.audit.model.Ending;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChartBookTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void however_many_names_there_are_a_thousand_are_counted_apart_and_nobody_is_lost() {
        var book = new ChartBook();
        for (int number = 0; number < 3_000; number++) {
            book.add(SomeFacts.of(number)
                    .agent("agent-" + number)
                    .calls("call_" + number)
                    .get());
        }
        Chart chart = book.chart();
        assertThat(chart.agents()).hasSize(Chart.NAMES_MAX + 1);
        assertThat(chart.agents().getFirst().name()).isEmpty();
        assertThat(chart.agents().getFirst().total()).isEqualTo(2_000);
        assertThat(chart.agents().stream().mapToLong(Chart.Agent::total).sum()).isEqualTo(3_000);
        assertThat(chart.calls().stream().mapToLong(Chart.Count::count).sum()).isEqualTo(3_000);
        assertThat(chart.endings()).containsOnlyKeys(Ending.COMPLETED).containsValue(3_000L);
    }

    @Test
    void a_second_or_a_thousand_years_make_no_more_than_a_hundred_and_twenty_bars_that_hold_everything() {
        for (Duration step : new Duration[] {
            Duration.ofMillis(3),
            Duration.ofSeconds(7),
            Duration.ofHours(5),
            Duration.ofDays(400),
            Duration.ofDays(1_000)
        }) {
            var book = new ChartBook();
            for (int number = 0; number < 2_500; number++) {
                book.add(SomeFacts.of(number)
                        .made(START.plus(step.multipliedBy(number * 7_919L % 2_500)))
                        .get());
            }
            Chart chart = book.chart();
            assertThat(chart.bars()).as(step.toString()).hasSizeBetween(1, Chart.BARS_MAX);
            assertThat(chart.bars().stream().mapToLong(Chart.Bar::total).sum()).isEqualTo(2_500);
            assertThat(chart.bars().stream().map(Chart.Bar::width).distinct()).hasSize(1);
            assertThat(chart.bars()).isSortedAccordingTo((a, b) -> a.from().compareTo(b.from()));
        }
    }

    @Test
    void who_asks_most_comes_first() {
        var book = new ChartBook();
        for (int number = 0; number < 6; number++) {
            book.add(SomeFacts.of(number).agent(number < 2 ? "few" : "many").get());
        }
        assertThat(book.chart().agents()).extracting(Chart.Agent::name).containsExactly("many", "few");
    }
}
