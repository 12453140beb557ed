package dev.airlock.gateway.http;

import dev.airlock.gateway.model.Answer;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the last intents that came by this listener: their tokens, bounded by count, and of the newest ones what they wrote, bounded by
 * bytes. Any thread.
 */
final class Ends {
    private static final int KEPT_MAX = 1024;
    private static final long OUTPUT_BYTES_MAX = 32 << 20;

    private final boolean outputs;
    private final long outputBytesMax;
    private final Map<IntentKey, Integer> running = new HashMap<>();
    private final Map<IntentKey, Answer> ended = new LinkedHashMap<>();
    private final Map<String, IntentKey> tokens = new HashMap<>();
    /** Whose outputs are kept, oldest first. */
    private final Map<IntentKey, Long> outputBytes = new LinkedHashMap<>();

    private long outputBytesInAll;

    /** @param outputs whether what programs wrote may be shown to somebody else than who sent the intent; else it is not kept */
    Ends(boolean outputs) {
        this(outputs, OUTPUT_BYTES_MAX);
    }

    /** @param outputBytesMax most bytes of outputs */
    Ends(boolean outputs, long outputBytesMax) {
        this.outputs = outputs;
        this.outputBytesMax = outputBytesMax;
    }

    /** One more request waits for this intent. */
    synchronized void begins(IntentKey key) {
        running.merge(key, 1, Integer::sum);
    }

    /** One of them will have no answer. */
    synchronized void fails(IntentKey key) {
        running.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }

    /** One of them has its answer. */
    synchronized void ends(IntentKey key, Answer answer) {
        fails(key);
        if (answer.token().filter(token -> token.key().equals(key)).isEmpty()) {
            return; // the answer is to the request, and not to the intent of that name
        }
        Answer kept = withWhatWasKept(key, outputs ? answer : answer.withoutOutput());
        forget(key);
        ended.put(key, kept);
        tokens.put(kept.token().orElseThrow().tokenId(), key);
        kept.output().ifPresent(output -> keep(key, bytes(output)));
        if (ended.size() > KEPT_MAX) {
            forget(ended.keySet().iterator().next());
        }
    }

    /** A copy's answer has the token alone: that says nothing against the output which came with the first one's. */
    private Answer withWhatWasKept(IntentKey key, Answer answer) {
        Optional<Answer> before =
                of(key).filter(one -> one.output().isPresent() && one.token().equals(answer.token()));
        return answer.output().isEmpty() ? before.orElse(answer) : answer;
    }

    private void keep(IntentKey key, long bytes) {
        outputBytes.put(key, bytes);
        outputBytesInAll += bytes;
        while (outputBytesInAll > outputBytesMax) {
            IntentKey oldest = outputBytes.keySet().iterator().next();
            dropOutput(oldest);
            ended.computeIfPresent(
                    oldest,
                    (_, answer) -> answer.withoutOutput(
                            "what the program wrote is no more kept here: airlock outputs " + oldest.id()));
        }
    }

    private void dropOutput(IntentKey key) {
        outputBytesInAll -= Optional.ofNullable(outputBytes.remove(key)).orElse(0L);
    }

    private static long bytes(Output output) {
        long files = output.files().stream()
                .map(NamedFile::content)
                .mapToLong(Bytes::size)
                .sum();
        return files
                + output.stdout().size()
                + output.stderr().size()
                + output.recording().size();
    }

    private void forget(IntentKey key) {
        dropOutput(key);
        Optional.ofNullable(ended.remove(key))
                .flatMap(Answer::token)
                .map(TokenRecord::tokenId)
                .ifPresent(tokens::remove);
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
