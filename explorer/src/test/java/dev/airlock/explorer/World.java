package dev.airlock.explorer;

import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.PostureView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that there is of a small fleet at one moment: what is committed on the topics, and what each service holds in memory.
 *
 * @param tick how many lease lengths have passed
 * @param said the topic of verdicts
 * @param heard how many of them policy has read; what stands follows from those and the postures, so a restart of policy loses nothing else
 * @param postures the topic of postures
 * @param lease the newest lease; that an older one arrives late is the same as that the newest did not arrive
 * @param sent how many of the intents their callers have sent
 * @param intents the topic of intents, by number, copies among them; and that of screenings, since snaft has no memory and keeps the order
 * @param decided how far the gateway has committed
 * @param known the intents that the gateway has decided, as its own topic says
 * @param orders the topic of orders, by the number of the delivery, copies among them
 * @param gateway what the gateway knows of postures
 * @param executors the executors
 * @param owner which of them owns the partition
 * @param generation how often it has changed hands, or its owner has begun anew; who is of an older one cannot commit
 * @param finished the offsets of orders that are committed as done
 * @param tokens the topic of tokens
 * @param budget what may still go wrong
 */
record World(
        int tick,
        List<Said> said,
        int heard,
        List<Posture> postures,
        Optional<Lease> lease,
        int sent,
        List<Integer> intents,
        int decided,
        Set<Integer> known,
        List<Integer> orders,
        PostureView gateway,
        List<Executor> executors,
        int owner,
        int generation,
        Set<Integer> finished,
        List<Sealed> tokens,
        Budget budget) {

    /** A verdict on its topic, by its number, and the tick at which it got there. */
    record Said(int verdict, int tick) {}

    /**
     * One executor.
     *
     * @param view what it knows of postures
     * @param read the next offset that it looks at
     * @param runs what it has under way, those of an older generation among them: it may not know yet that it is a zombie
     */
    record Executor(PostureView view, int read, List<Run> runs) {}

    /**
     * An order in the hands of an executor.
     *
     * @param order its offset
     * @param generation the ownership under which it was begun
     * @param begun the tick at which it was
     * @param end what became of it so far
     */
    record Run(int order, int generation, int begun, End end) {}

    /** What becomes of an intent. */
    enum End {
        /** Its program is running; as a token: it came to its end. */
        RAN,
        /** Its program was begun and ended from outside. */
        CUT,
        /** No program was begun, for the posture's sake. */
        REFUSED_BY_POSTURE,
        /** No program was begun, for another reason. */
        REFUSED
    }

    /**
     * A token.
     *
     * @param intent whose outcome it is
     * @param end what it says
     * @param grant under which it was run; empty for a refusal of the gateway's
     */
    record Sealed(int intent, End end, String grant) {}

    /** How many things may still go wrong, of each kind, and how many ticks may pass. */
    record Budget(int ticks, int copies, int restarts, int moves) {}

    private static final Comparator<Sealed> ORDER =
            Comparator.comparingInt(Sealed::intent).thenComparing(Sealed::end);

    /** Nothing has happened yet. */
    static World quiet(int executors, Budget budget) {
        List<Executor> idle = new ArrayList<>();
        for (int i = 0; i < executors; i++) {
            idle.add(new Executor(PostureView.unknown(), 0, List.of()));
        }
        return new World(
                0,
                List.of(),
                0,
                List.of(),
                Optional.empty(),
                0,
                List.of(),
                0,
                Set.of(),
                List.of(),
                PostureView.unknown(),
                List.copyOf(idle),
                0,
                0,
                Set.of(),
                List.of(),
                budget);
    }

    /** All of it in one line; two worlds with one key are one world. */
    String key() {
        var key = new StringBuilder(120);
        number(key, tick);
        said.forEach(one -> number(number(key, one.verdict()), one.tick()));
        number(key.append('h'), heard);
        postures.forEach(one -> number(key.append(one.verdictId()), (int) one.sequence()));
        lease.ifPresent(one -> lease(key, one));
        number(key.append('i'), sent);
        intents.forEach(one -> number(key, one));
        number(number(key, decided), mask(known));
        orders.forEach(one -> number(key, one));
        view(key, gateway);
        executors.forEach(one -> executor(key, one));
        number(number(number(key, owner), generation), mask(finished));
        tokens.stream().sorted(ORDER).forEach(one -> number(key, one.intent()).append(one.end()));
        number(number(key, budget.ticks()), budget.copies());
        return number(number(key, budget.restarts()), budget.moves()).toString();
    }

    private static void executor(StringBuilder key, Executor executor) {
        view(key.append('e'), executor.view());
        number(key, executor.read());
        executor.runs().forEach(run -> number(number(number(key, run.order()), run.generation()), run.begun())
                .append(run.end()));
    }

    private static void view(StringBuilder key, PostureView view) {
        view.recorded().ifPresent(one -> number(key.append('p'), (int) one.sequence()));
        view.receipt().ifPresent(held -> {
            lease(key, held.lease());
            number(key.append('@'), (int) (held.receivedAtNanos() / 1_000_000_000L));
        });
    }

    private static void lease(StringBuilder key, Lease lease) {
        number(key.append('l'), (int) lease.sequence());
        number(key, (int) (lease.validUntil().getEpochSecond() % 60));
    }

    /** All numbers here are small. */
    private static StringBuilder number(StringBuilder key, int number) {
        return key.append((char) (' ' + number)).append('.');
    }

    private static int mask(Set<Integer> small) {
        int mask = 0;
        for (int one : small) {
            mask |= 1 << one;
        }
        return mask;
    }
}
