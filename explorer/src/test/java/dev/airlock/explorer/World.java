package dev.airlock.explorer;

import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.PostureView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Everything that there is of a small fleet at one moment: what is committed on the topics, and what each service holds in memory.
 *
 * <p>All intents are on their topic from the beginning: nobody decides anything by how many there are, so that one which comes later is the
 * same as one that is read later. Copies of them may come at any place that is not read yet.
 *
 * @param tick how many lease lengths have passed
 * @param said the topic of verdicts
 * @param policy what policy remembers
 * @param postures the topic of postures
 * @param leases the leases that somebody may still read, see {@link Readers}
 * @param intents the topic of intents, by number, copies among them
 * @param snaft what snaft remembers
 * @param screened the topic of screenings, by the number of the screening
 * @param decided how far the gateway has committed
 * @param known the intents that the gateway has decided, as its own topic says
 * @param remembered the same in the gateway's memory
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
        Policy policy,
        List<Posture> postures,
        List<Lease> leases,
        List<Integer> intents,
        Snaft snaft,
        List<Integer> screened,
        int decided,
        Set<Integer> known,
        Set<Integer> remembered,
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
     * Policy's memory. What stands follows from the records that it has read since its start, of each topic in order.
     *
     * @param heard how many verdicts it has read
     * @param recalled how many postures it has read
     * @param heardAll whether it has once been at the end of the verdicts since its start
     * @param recalledAll the same of the postures
     */
    record Policy(int heard, int recalled, boolean heardAll, boolean recalledAll) {
        /** One that starts, with so much on its topics. */
        static Policy starting(int verdicts, int postures) {
            return new Policy(0, 0, verdicts == 0, postures == 0);
        }

        boolean caughtUp() {
            return heardAll && recalledAll;
        }
    }

    /**
     * Snaft's memory.
     *
     * @param at the next record that it screens
     * @param read whether it has read the operators' sets since its start
     */
    record Snaft(int at, boolean read) {}

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
     * @param closedFor for how many ticks the newest verdict had closed the road when it was, up to {@link Laws#CLOSED_AFTER}
     * @param end what became of it so far
     */
    record Run(int order, int generation, int closedFor, End end) {}

    /** What becomes of an intent. */
    enum End {
        /** Its program is running; as a token: it came to its end. */
        RAN('r'),
        /** Its program was begun and ended from outside. */
        CUT('c'),
        /** No program was begun, for the posture's sake. */
        REFUSED_BY_POSTURE('p'),
        /** No program was begun, for another reason. */
        REFUSED('x');

        private final char letter;

        /** @param letter in the key of a world */
        End(char letter) {
            this.letter = letter;
        }
    }

    /**
     * A token.
     *
     * @param intent whose outcome it is
     * @param end what it says
     * @param grant under which it was run; empty for a refusal of the gateway's
     */
    record Sealed(int intent, End end, String grant) {}

    /**
     * How many things may still go wrong, of each kind, and how many ticks may pass.
     *
     * @param copies records that come twice
     * @param restarts services that lose their memory
     * @param moves changes of the partition's owner
     * @param losses transactions of which nothing becomes durable
     */
    record Budget(int ticks, int copies, int restarts, int moves, int losses) {
        static final Budget NOTHING = new Budget(0, 0, 0, 0, 0);

        Budget lessTick() {
            return new Budget(ticks - 1, copies, restarts, moves, losses);
        }

        Budget lessCopy() {
            return new Budget(ticks, copies - 1, restarts, moves, losses);
        }

        Budget lessRestart() {
            return new Budget(ticks, copies, restarts - 1, moves, losses);
        }

        Budget lessMove() {
            return new Budget(ticks, copies, restarts, moves - 1, losses);
        }

        Budget lessLoss() {
            return new Budget(ticks, copies, restarts, moves, losses - 1);
        }
    }

    private static final Comparator<Sealed> ORDER =
            Comparator.comparingInt(Sealed::intent).thenComparing(Sealed::end);

    /** Nothing has happened yet, and so many intents wait. */
    static World quiet(int executors, int intents, Budget budget) {
        List<Executor> idle = new ArrayList<>();
        for (int i = 0; i < executors; i++) {
            idle.add(new Executor(PostureView.unknown(), 0, List.of()));
        }
        return new World(
                0,
                List.of(),
                Policy.starting(0, 0),
                List.of(),
                List.of(),
                IntStream.range(0, intents).boxed().toList(),
                new Snaft(0, true),
                List.of(),
                0,
                Set.of(),
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
        number(number(key.append('h'), policy.heard()), policy.recalled())
                .append(policy.heardAll())
                .append(policy.recalledAll());
        postures.forEach(one -> number(key.append(one.verdictId()), (int) one.sequence()));
        leases.forEach(one -> lease(key, one));
        intents.forEach(one -> number(key, one));
        number(key.append('s'), snaft.at()).append(snaft.read());
        screened.forEach(one -> number(key, one));
        number(number(number(key.append('g'), decided), mask(known)), mask(remembered));
        orders.forEach(one -> number(key, one));
        view(key, gateway);
        executors.forEach(one -> executor(key, one));
        number(number(number(key, owner), generation), mask(finished));
        tokens.stream().sorted(ORDER).forEach(one -> number(key, one.intent()).append(one.end().letter));
        number(number(key, budget.ticks()), budget.copies());
        number(number(key, budget.restarts()), budget.moves());
        return number(key, budget.losses()).toString();
    }

    private static void executor(StringBuilder key, Executor executor) {
        view(key.append('e'), executor.view());
        number(key, executor.read());
        executor.runs().forEach(run -> number(number(number(key, run.order()), run.generation()), run.closedFor())
                .append(run.end().letter));
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
