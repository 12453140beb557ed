package dev.airlock.authorisation.shell;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.decide.Rescue;
import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers the answers of one set of policies by the whole question, so that nothing that a policy can see is left out of the key; another set
 * has another memo. It holds two generations of at most {@link #GENERATION} answers: when the young one is full it becomes the old one, and what
 * is asked again comes back from there. A failure of the engine is not remembered. Any thread.
 */
public final class Memo implements Authorises {
    /** The most answers of a generation; about 300 bytes each. */
    static final int GENERATION = 4_096;

    private final Authorises set;
    private final AtomicReference<Generations> known =
            new AtomicReference<>(new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));

    private record Generations(
            ConcurrentHashMap<Ask, Authorisation> young, ConcurrentHashMap<Ask, Authorisation> old) {}

    /** A memo that has heard nothing yet. */
    public Memo(Authorises set) {
        this.set = set;
    }

    @Override
    public Authorisation on(Ask ask) {
        Generations now = known.get();
        Authorisation heard = now.young().get(ask);
        if (heard != null) {
            return heard;
        }
        Authorisation before = now.old().get(ask);
        Authorisation answer = before != null ? before : set.on(ask);
        if (!engineFailed(answer)) {
            keep(now, ask, answer);
        }
        return answer;
    }

    private static boolean engineFailed(Authorisation answer) {
        return answer instanceof Authorisation.Denied denied
                && denied.policies().contains(Rescue.NO_ENGINE);
    }

    private void keep(Generations now, Ask ask, Authorisation answer) {
        now.young().put(ask, answer);
        if (now.young().size() >= GENERATION) {
            known.compareAndSet(now, new Generations(new ConcurrentHashMap<>(), now.young()));
        }
    }

    /** How many answers are remembered. */
    int size() {
        Generations now = known.get();
        return now.young().size() + now.old().size();
    }
}
