package dev.airlock.gateway.mux;

import dev.airlock.gateway.decide.Quota;
import dev.airlock.gateway.decide.Quota.Word;
import dev.airlock.gateway.model.Habit;
import dev.airlock.gateway.model.QuotaLimits;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The habits of the last callers. When there is no room, whoever has been silent for longest and is not held is forgotten; when all are
 * held, a new caller is refused. Any thread.
 */
final class Habits {
    private final int most;
    private final Map<String, Habit> kept = new LinkedHashMap<>(16, 0.75f, true);

    Habits(int most) {
        this.most = most;
    }

    synchronized Word weigh(String caller, QuotaLimits limits, long now, String digest, String name) {
        if (!kept.containsKey(caller) && kept.size() >= most && !forgetOne(now)) {
            return new Word.Hold(
                    Habit.NONE, false, now + limits.windowMillis(), "quota.callers", most + " callers are held");
        }
        Word word = Quota.weigh(kept.getOrDefault(caller, Habit.NONE), limits, now, digest, name);
        kept.put(caller, word.habit());
        return word;
    }

    private boolean forgetOne(long now) {
        for (Iterator<Habit> oldest = kept.values().iterator(); oldest.hasNext(); ) {
            if (oldest.next().heldUntil() <= now) {
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    synchronized int size() {
        return kept.size();
    }
}
