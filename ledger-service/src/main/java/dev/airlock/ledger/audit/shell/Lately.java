package dev.airlock.ledger.audit.shell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The answers that were wanted last, so that they are not looked up again. Any thread. */
final class Lately<K, V> {
    private final Map<K, V> answers;

    /** @param most how many are kept */
    Lately(int most) {
        this.answers = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        });
    }

    /** The answer, looked up if it is not kept; two threads may look at once. */
    V of(K question, Function<K, V> lookUp) {
        V known = answers.get(question);
        if (known == null) {
            known = lookUp.apply(question);
            answers.put(question, known);
        }
        return known;
    }

    int held() {
        return answers.size();
    }
}
