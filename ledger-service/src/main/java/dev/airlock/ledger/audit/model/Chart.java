package dev.airlock.ledger.audit.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happened when, who caused it and which calls ended runs: all of it of bounded size.
 *
 * @param endings how many tokens of each ending; none that is 0
 * @param bars the endings over time, oldest first, at most {@value #BARS_MAX}, all of one width
 * @param calls violations by call, the most frequent first
 * @param agents endings by agent, who has the most tokens first
 */
public record Chart(Map<Ending, Long> endings, List<Bar> bars, List<Count> calls, List<Agent> agents) {
    /** The most bars. */
    public static final int BARS_MAX = 120;
    /** The most names that are counted apart, of calls and of agents; what comes after them is counted together. */
    public static final int NAMES_MAX = 1_000;

    public Chart {
        endings = Map.copyOf(endings);
        bars = List.copyOf(bars);
        calls = List.copyOf(calls);
        agents = List.copyOf(agents);
    }

    /** One stretch of time. */
    public record Bar(Instant from, Duration width, Map<Ending, Long> endings) {
        public Bar {
            endings = Map.copyOf(endings);
        }

        /** How many tokens. */
        public long total() {
            return endings.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** A name and how often; an empty name stands for all that were not counted apart. */
    public record Count(String name, long count) {}

    /** An agent, in its own words, and how its intents ended; an empty name stands for all others. */
    public record Agent(String name, Map<Ending, Long> endings) {
        public Agent {
            endings = Map.copyOf(endings);
        }

        /** How many tokens. */
        public long total() {
            return endings.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
