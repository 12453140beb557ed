package dev.airlock.chaos;

import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.model.IntentKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of every errand, by the topic of tokens alone.
 *
 * @param sent how many there were
 * @param tokens how many tokens the topic has of them
 * @param lost those without a token
 * @param doubled those with more than one
 * @param changed those of which the topic says something else than their caller was answered
 * @param foreign tokens of intents that nobody sent
 * @param operators how many of them were an operator's own
 * @param safe how many of those were run to their end
 * @param outcomes how many tokens say what
 */
record Reckoning(
        int sent,
        long tokens,
        List<String> lost,
        List<String> doubled,
        List<String> changed,
        List<String> foreign,
        long operators,
        long safe,
        Map<String, Long> outcomes) {
    static final String SAFE = "SAFE_EXECUTION";
    private static final double SAFE_SHARE_MIN = 0.95;

    /**
     * What the topic says of one intent.
     *
     * @param id of the token
     * @param type for example SAFE_EXECUTION
     */
    record Said(TokenId id, String type) {}

    Reckoning {
        lost = List.copyOf(lost);
        doubled = List.copyOf(doubled);
        changed = List.copyOf(changed);
        foreign = List.copyOf(foreign);
        outcomes = Map.copyOf(outcomes);
    }

    /**
     * @param errands all that were sent
     * @param topic every token of the topic, by intent
     * @param answers what callers were answered, where they were
     */
    static Reckoning of(Collection<Errand> errands, Map<IntentKey, List<Said>> topic, Map<IntentKey, TokenId> answers) {
        List<String> lost = new ArrayList<>();
        List<String> doubled = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        Map<IntentKey, List<Said>> others = new TreeMap<>(Comparator.comparing(IntentKey::text));
        others.putAll(topic);
        Map<String, Long> outcomes = new TreeMap<>();
        long tokens = 0;
        long safe = 0;
        for (Errand errand : errands) {
            List<Said> said = topic.getOrDefault(errand.key(), List.of());
            others.remove(errand.key());
            tokens += said.size();
            said.forEach(one -> outcomes.merge(one.type(), 1L, Long::sum));
            String name = errand.lane() + " " + errand.key().text();
            if (said.isEmpty()) {
                lost.add(name);
            } else if (said.size() > 1) {
                doubled.add(name + ": " + said);
            } else if (!said.getFirst()
                    .id()
                    .equals(answers.getOrDefault(errand.key(), said.getFirst().id()))) {
                changed.add(name + ": answered " + answers.get(errand.key()) + ", and the topic says " + said);
            } else if (errand.isOperators() && said.getFirst().type().equals(SAFE)) {
                safe++;
            }
        }
        return new Reckoning(
                errands.size(),
                tokens,
                lost,
                doubled,
                changed,
                others.keySet().stream().map(IntentKey::text).toList(),
                errands.stream().filter(Errand::isOperators).count(),
                safe,
                outcomes);
    }

    /** Of the operators' intents, 0 to 1; 1 if there were none. */
    double safeShare() {
        return operators == 0 ? 1 : (double) safe / operators;
    }

    /** Whether every intent has one token, the one that was answered, nobody else has any, and operators got their work done. */
    boolean holds() {
        return lost.isEmpty()
                && doubled.isEmpty()
                && changed.isEmpty()
                && foreign.isEmpty()
                && safeShare() >= SAFE_SHARE_MIN;
    }
}
