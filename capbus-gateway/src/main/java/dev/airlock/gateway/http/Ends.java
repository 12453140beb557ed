package dev.airlock.gateway.http;

import dev.airlock.gateway.model.Answer;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TokenRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What became of the last intents that came by this listener. Bounded by count; any thread. */
final class Ends {
    private static final int KEPT_MAX = 1024;

    private final Map<IntentKey, Integer> running = new HashMap<>();
    private final Map<IntentKey, Answer> ended = new LinkedHashMap<>();
    private final Map<String, IntentKey> tokens = new HashMap<>();

    /** One more request waits for this intent. */
    synchronized void begins(IntentKey key) {
        running.merge(key, 1, Integer::sum);
    }

    /** One of them has its answer. */
    synchronized void ends(IntentKey key, Answer answer) {
        running.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
        if (answer.token().filter(token -> token.key().equals(key)).isEmpty()) {
            return; // the answer is to the request, and not to the intent of that name
        }
        forget(Optional.ofNullable(ended.remove(key)));
        ended.put(key, answer);
        tokens.put(answer.token().get().tokenId(), key);
        if (ended.size() > KEPT_MAX) {
            forget(Optional.ofNullable(ended.remove(ended.keySet().iterator().next())));
        }
    }

    private void forget(Optional<Answer> answer) {
        answer.flatMap(Answer::token).map(TokenRecord::tokenId).ifPresent(tokens::remove);
    }

    synchronized boolean isRunning(IntentKey key) {
        return running.containsKey(key);
    }

    synchronized Optional<Answer> of(IntentKey key) {
        return Optional.ofNullable(ended.get(key));
    }

    synchronized Optional<Answer> ofToken(String tokenId) {
        return Optional.ofNullable(tokens.get(tokenId)).map(ended::get);
    }
}
