package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.Chart;
import dev.airlock.ledger.audit.model.Ending;
import dev.airlock.ledger.audit.model.TokenFacts;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts tokens for a {@link Chart}. Whatever callers call themselves, it stays small: {@link Chart#NAMES_MAX} names are counted apart. For one
 * thread.
 */
public final class ChartBook {
    private static final String OTHERS = "";

    private final Map<Ending, Long> endings = new EnumMap<>(Ending.class);
    private final Timeline timeline = new Timeline();
    private final Map<String, Long> calls = new HashMap<>();
    private final Map<String, Map<Ending, Long>> agents = new HashMap<>();

    /** One more token. */
    public void add(TokenFacts facts) {
        endings.merge(facts.ending(), 1L, Long::sum);
        timeline.add(facts.times().made(), facts.ending());
        facts.calls().forEach(call -> calls.merge(known(calls, call), 1L, Long::sum));
        agents.computeIfAbsent(known(agents, facts.agent()), _ -> new EnumMap<>(Ending.class))
                .merge(facts.ending(), 1L, Long::sum);
    }

    private static String known(Map<String, ?> names, String name) {
        return names.containsKey(name) || names.size() < Chart.NAMES_MAX ? name : OTHERS;
    }

    /** What was counted. */
    public Chart chart() {
        List<Chart.Count> byCount = calls.entrySet().stream()
                .map(call -> new Chart.Count(call.getKey(), call.getValue()))
                .sorted(Comparator.comparingLong(Chart.Count::count).reversed().thenComparing(Chart.Count::name))
                .toList();
        List<Chart.Agent> byTotal = agents.entrySet().stream()
                .map(agent -> new Chart.Agent(agent.getKey(), agent.getValue()))
                .sorted(Comparator.comparingLong(Chart.Agent::total).reversed().thenComparing(Chart.Agent::name))
                .toList();
        return new Chart(endings, timeline.bars(), byCount, byTotal);
    }
}
