package dev.airlock.explorer;

import dev.airlock.explorer.Explorer.Move;
import dev.airlock.explorer.World.End;
import dev.airlock.explorer.World.Executor;
import dev.airlock.explorer.World.Policy;
import dev.airlock.explorer.World.Run;
import dev.airlock.explorer.World.Said;
import dev.airlock.explorer.World.Sealed;
import dev.airlock.explorer.World.Snaft;
import dev.airlock.gateway.model.Decision;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.PostureView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can happen to the fleet next, as long as all goes well; see {@link Mishaps} for the rest. A transaction is one move. What a crash loses
 * before its commit is the same as that it did not happen yet; what it loses of a service's memory is a mishap.
 */
final class Fleet {
    private final Cast cast;
    private final Decisions decisions;
    private final Readers readers;
    private final Laws laws;
    private final Mishaps mishaps;
    /** The decisions are pure, so that each has to be made once. */
    private final Map<Object, Object> made = new HashMap<>();

    Fleet(Cast cast, Decisions decisions, Readers readers, Laws laws) {
        this.cast = cast;
        this.decisions = decisions;
        this.readers = readers;
        this.laws = laws;
        this.mishaps = new Mishaps(cast, decisions);
    }

    List<Move<World>> moves(World world) {
        var moves = new Moves(world);
        observer(moves);
        policy(moves);
        snaft(moves);
        if (readers == Readers.REMEMBERING) {
            reads(moves);
        }
        gateway(moves);
        takeNext(moves);
        runs(moves);
        mishaps.add(moves);
        return moves.found;
    }

    /** The moves of one world. */
    static final class Moves {
        final World world;
        final Moment now;
        private final List<Move<World>> found = new ArrayList<>();

        Moves(World world) {
            this.world = world;
            this.now = Cast.at(world.tick());
        }

        void add(String name, Consumer<Draft> change) {
            Draft draft = new Draft(world);
            change.accept(draft);
            found.add(new Move<>(name, draft.done()));
        }
    }

    private void observer(Moves moves) {
        World world = moves.world;
        int next = (int) world.said().stream().map(Said::verdict).distinct().count();
        if (next < cast.verdicts().size()) {
            moves.add("verdict " + next + " is published", draft -> draft.said.add(new Said(next, world.tick())));
        }
    }

    private void policy(Moves moves) {
        World world = moves.world;
        Policy policy = world.policy();
        if (policy.heard() < world.said().size()) {
            moves.add(
                    "policy hears the next verdict", draft -> draft.policyRead(policy.heard() + 1, policy.recalled()));
        }
        if (policy.recalled() < world.postures().size()) {
            moves.add(
                    "policy reads a posture of before its start",
                    draft -> draft.policyRead(policy.heard(), policy.recalled() + 1));
        }
        if (decisions.speaks(policy.caughtUp())) {
            records(moves);
            vouches(moves);
        }
    }

    /** A posture whose number is taken already would be on the topic and count for nobody. */
    private void records(Moves moves) {
        World world = moves.world;
        Optional<Posture> decided = once(
                new Promised(heard(world), world.tick()),
                asked -> decisions.posture(standing(asked.heard()), moves.now));
        decided.filter(posture -> posture.sequence() == world.postures().size())
                .ifPresent(posture -> moves.add("policy records " + posture.posture(), draft -> {
                    draft.postures.add(posture);
                    draft.policyRead(draft.policy.heard(), draft.policy.recalled() + 1);
                }));
    }

    private void vouches(Moves moves) {
        World world = moves.world;
        if (inTouch(world)) {
            var promised = new Promised(heard(world), world.tick());
            Optional<Lease> vouched = once(
                    List.of(promised),
                    _ -> decisions.lease(standing(promised.heard()), Cast.pulses(world.tick()), moves.now));
            vouched.filter(lease -> !world.leases().contains(lease))
                    .ifPresent(lease -> moves.add(
                            "policy vouches for posture " + lease.sequence(),
                            draft -> draft.leases = readers.published(world.leases(), lease)));
        }
    }

    /** Policy vouches for nothing while it has not heard from the bus for longer than a tick. */
    private static boolean inTouch(World world) {
        return world.said().stream().skip(world.policy().heard()).noneMatch(said -> said.tick() < world.tick());
    }

    private static Heard heard(World world) {
        return new Heard(
                List.copyOf(world.said().subList(0, world.policy().heard())),
                List.copyOf(world.postures().subList(0, world.policy().recalled())));
    }

    private record Heard(List<Said> said, List<Posture> postures) {}

    private record Promised(Heard heard, int tick) {}

    /** What a reader may know, as far as it depends on more than its own view. */
    private record Known(PostureView held, List<Posture> postures, List<Lease> leases, int tick) {}

    private record Gated(int screening, Known known) {}

    private record Checked(int order, Known known) {}

    private record Cut(int order, Known known) {}

    @SuppressWarnings("unchecked") // each kind of key has its own kind of value
    private <K, V> V once(K key, Function<K, V> decision) {
        Object known = made.get(key);
        if (known == null) {
            known = decision.apply(key);
            made.put(key, known);
        }
        return (V) known;
    }

    /** What can follow from what a reader may know: each end once. */
    private <K, V> Set<V> ends(
            Moves moves, PostureView held, Function<Known, K> key, Function<PostureView, V> decision) {
        World world = moves.world;
        boolean remembering = readers == Readers.REMEMBERING;
        var known = new Known(
                held,
                remembering ? List.of() : world.postures(),
                remembering ? List.of() : world.leases(),
                world.tick());
        return once(
                key.apply(known),
                _ -> readers.views(world, held).stream().map(decision).collect(Collectors.toSet()));
    }

    /** The topics of verdicts and postures have nothing to do with one another, so that one may be replayed after the other. */
    private Standings standing(Heard heard) {
        return once(heard, this::replayed);
    }

    private Standings replayed(Heard heard) {
        Standings standing = Standings.none();
        for (Said said : heard.said()) {
            standing = decisions.heard(standing, cast.verdicts().get(said.verdict()), Cast.at(said.tick()));
        }
        for (Posture posture : heard.postures()) {
            standing = standing.replay(posture);
        }
        return standing;
    }

    private void snaft(Moves moves) {
        World world = moves.world;
        Snaft snaft = world.snaft();
        if (!snaft.read()) {
            moves.add("snaft reads the operators' sets", draft -> draft.snaft = new Snaft(snaft.at(), true));
        }
        if (snaft.at() < world.intents().size()) {
            int intent = world.intents().get(snaft.at());
            moves.add("snaft screens intent " + intent, draft -> {
                draft.screened.add(cast.screening(intent, snaft.read()));
                draft.snaft = new Snaft(snaft.at() + 1, snaft.read());
            });
        }
    }

    /** What the executor that is no owner reads before it has anything to decide, it may as well read then. */
    private void reads(Moves moves) {
        World world = moves.world;
        reads(moves, "the gateway", world.gateway(), (draft, view) -> draft.gateway = view);
        int number = world.owner();
        Executor owner = world.executors().get(number);
        reads(
                moves,
                "executor " + number,
                owner.view(),
                (draft, view) -> draft.executors.set(number, new Executor(view, owner.read(), owner.runs())));
    }

    private interface Learns {
        void view(Draft draft, PostureView view);
    }

    private static void reads(Moves moves, String who, PostureView view, Learns learns) {
        PostureView postures = Readers.read(view, moves.world.postures());
        if (!postures.equals(view)) {
            moves.add(who + " reads the postures", draft -> learns.view(draft, postures));
        }
        moves.world.leases().stream()
                .filter(lease ->
                        view.receipt().map(held -> !held.lease().equals(lease)).orElse(true))
                .map(lease -> view.replay(lease, moves.now.nanos()))
                .filter(changed -> !changed.equals(view))
                .forEach(changed -> moves.add(who + " reads the lease", draft -> learns.view(draft, changed)));
    }

    /** The gateway's word on an intent: the number of its order, or else how it ends. */
    private record Word(OptionalInt order, End end) {}

    private void gateway(Moves moves) {
        World world = moves.world;
        if (world.decided() >= world.screened().size()) {
            return;
        }
        int number = world.screened().get(world.decided());
        int intent = cast.screenedOf(number);
        Screening screening = cast.screening(number);
        if (decisions.known(remembered(world), screening, moves.now)) {
            moves.add("the gateway passes over a copy of intent " + intent, draft -> draft.decided++);
            return;
        }
        words(moves, number).forEach(word -> {
            if (word.order().isPresent()) {
                moves.add("the gateway orders intent " + intent, draft -> {
                    draft.decided(intent);
                    draft.orders.add(word.order().getAsInt());
                });
            } else {
                moves.add("the gateway refuses intent " + intent, draft -> {
                    draft.decided(intent);
                    draft.tokens.add(new Sealed(intent, word.end(), ""));
                });
            }
        });
    }

    private List<Screening> remembered(World world) {
        return world.remembered().stream()
                .map(one -> cast.screening(cast.screening(one, true)))
                .toList();
    }

    private Set<Word> words(Moves moves, int screening) {
        return ends(moves, moves.world.gateway(), known -> new Gated(screening, known), view -> {
            var bound = decisions.bound(view, moves.now);
            return switch (decisions.admitted(bound, cast.screening(screening), moves.now)) {
                case Decision.Admit(var order) -> new Word(OptionalInt.of(cast.numberOf(order)), End.RAN);
                case Decision.Refuse(Refusal refusal) -> new Word(OptionalInt.empty(), endOf(refusal));
            };
        });
    }

    private static End endOf(Refusal refusal) {
        return refusal.kind() == RefusalKind.POSTURE ? End.REFUSED_BY_POSTURE : End.REFUSED;
    }

    /** The owner looks at the next order that is not done. */
    private void takeNext(Moves moves) {
        World world = moves.world;
        Executor owner = world.executors().get(world.owner());
        int offset = owner.read();
        while (world.finished().contains(offset)) {
            offset++;
        }
        if (offset >= world.orders().size()) {
            return;
        }
        int order = world.orders().get(offset);
        int at = offset;
        String who = "executor " + world.owner();
        if (decisions.redeems(grant(order), takenHere(world, owner), sealed(world))) {
            looks(moves, owner, order).forEach(end -> {
                String does = end == End.RAN ? " begins" : " refuses";
                moves.add(who + does + " order " + at + " of intent " + cast.intentOf(order), draft -> {
                    List<Run> runs = new ArrayList<>(owner.runs());
                    runs.add(new Run(at, world.generation(), laws.closedFor(world), end));
                    draft.executors.set(world.owner(), new Executor(owner.view(), at + 1, List.copyOf(runs)));
                });
            });
        } else {
            moves.add(who + " passes over a copy of order " + at, draft -> {
                draft.finished.add(at);
                draft.executors.set(world.owner(), new Executor(owner.view(), at + 1, owner.runs()));
            });
        }
    }

    private Set<End> looks(Moves moves, Executor owner, int order) {
        return ends(moves, owner.view(), known -> new Checked(order, known), view -> decisions
                .refused(cast.delivery(order), decisions.bound(view, moves.now), moves.now)
                .map(Fleet::endOf)
                .orElse(End.RAN));
    }

    private String grant(int order) {
        return cast.delivery(order).order().grant().grantId();
    }

    private Set<String> takenHere(World world, Executor owner) {
        return owner.runs().stream()
                .filter(run -> run.generation() == world.generation())
                .map(run -> grant(world.orders().get(run.order())))
                .collect(Collectors.toSet());
    }

    private static Set<String> sealed(World world) {
        return world.tokens().stream().map(Sealed::grant).collect(Collectors.toSet());
    }

    private void runs(Moves moves) {
        World world = moves.world;
        for (int i = 0; i < world.executors().size(); i++) {
            int number = i;
            world.executors().get(i).runs().forEach(run -> {
                cut(moves, number, run);
                finish(moves, number, run);
            });
        }
    }

    /** An executor learns that a run of the outside has to end. */
    private void cut(Moves moves, int number, Run run) {
        World world = moves.world;
        Executor executor = world.executors().get(number);
        int order = world.orders().get(run.order());
        if (run.end() != End.RAN || run.generation() != world.generation()) {
            return;
        }
        var origin = cast.delivery(order).order().origin();
        Set<Boolean> cuts = ends(
                moves,
                executor.view(),
                known -> new Cut(order, known),
                view -> decisions.cut(origin, decisions.bound(view, moves.now)));
        if (cuts.contains(true)) {
            moves.add("executor " + number + " cuts order " + run.order(), draft -> {
                List<Run> runs = new ArrayList<>(executor.runs());
                runs.set(runs.indexOf(run), new Run(run.order(), run.generation(), run.closedFor(), End.CUT));
                draft.executors.set(number, new Executor(executor.view(), executor.read(), List.copyOf(runs)));
            });
        }
    }

    /** A run is over, and its transaction is tried; that of a zombie fails. */
    private void finish(Moves moves, int number, Run run) {
        World world = moves.world;
        boolean commits = decisions.commits(run.generation(), world.generation());
        String what = commits ? " commits order " : ", a zombie, fails to commit order ";
        moves.add("executor " + number + what + run.order(), draft -> {
            without(draft, number, run);
            if (commits) {
                int order = world.orders().get(run.order());
                draft.finished.add(run.order());
                draft.tokens.add(new Sealed(cast.intentOf(order), run.end(), grant(order)));
            }
        });
        if (commits && world.budget().losses() > 0) {
            moves.add("the transaction of executor " + number + " for order " + run.order() + " is lost", draft -> {
                draft.budget = world.budget().lessLoss();
                if (!decisions.keepsWhatIsNotCommitted()) {
                    without(draft, number, run);
                }
            });
        }
    }

    private static void without(Draft draft, int number, Run run) {
        Executor executor = draft.executors.get(number);
        List<Run> runs = new ArrayList<>(executor.runs());
        runs.remove(run);
        draft.executors.set(number, new Executor(executor.view(), executor.read(), List.copyOf(runs)));
    }
}
