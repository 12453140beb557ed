package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.Ending;
import dev.airlock.ledger.audit.model.Family;
import dev.airlock.ledger.audit.model.TokenFacts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a token and its kin while the tokens pass: the one that is wanted by its id or its intent's, else the first that was killed for a violation,
 * else the first of all. Memory: {@link Family#BEFORE_MAX} tokens per chain. For one thread.
 */
public final class FamilySearch {
    private final Optional<String> wanted;
    private final Map<String, Deque<TokenFacts>> recent = new HashMap<>();
    private Optional<TokenFacts> found = Optional.empty();
    private List<TokenFacts> before = List.of();
    private final List<TokenFacts> after = new ArrayList<>();

    /** @param wanted a token's id, an intent's id, or {@code SESSION/ID}; empty for any */
    public FamilySearch(Optional<String> wanted) {
        this.wanted = wanted;
    }

    /** The next token. */
    public void add(TokenFacts facts) {
        Deque<TokenFacts> kin = recent.computeIfAbsent(chain(facts), _ -> new ArrayDeque<>());
        if (better(facts)) {
            found = Optional.of(facts);
            before = List.copyOf(kin);
            after.clear();
        } else if (after.size() < Family.AFTER_MAX
                && found.filter(token -> chain(token).equals(chain(facts))).isPresent()) {
            after.add(facts);
        }
        kin.addLast(facts);
        if (kin.size() > Family.BEFORE_MAX) {
            kin.removeFirst();
        }
    }

    private boolean better(TokenFacts facts) {
        if (wanted.isPresent()) {
            return found.isEmpty() && is(facts, wanted.get());
        }
        return found.isEmpty()
                || (facts.ending() == Ending.VIOLATION && found.get().ending() != Ending.VIOLATION);
    }

    private static boolean is(TokenFacts facts, String name) {
        return name.equals(facts.token())
                || name.equals(facts.key().id())
                || name.equals(facts.key().text());
    }

    private static String chain(TokenFacts facts) {
        // By where it lies: what it names may be any of many partitions.
        return facts.link().sealer() + facts.link().lane() + facts.place().partition();
    }

    /** What was found. */
    public Optional<Family> family() {
        return found.map(token -> new Family(token, before, after));
    }
}
