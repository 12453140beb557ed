package dev.airlock.explorer;

import dev.airlock.explorer.Explorer.Move;
import dev.airlock.explorer.World.Budget;
import dev.airlock.explorer.World.End;
import dev.airlock.explorer.World.Executor;
import dev.airlock.explorer.World.Run;
import dev.airlock.explorer.World.Said;
import dev.airlock.explorer.World.Sealed;
import dev.airlock.gateway.model.Decision;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can happen to the fleet next. A transaction is one move: it happens, or nothing of it does. What a crash loses before its commit is the
 * same as that it did not happen yet; what it loses of a service's memory is a move of its own.
 */
final class Fleet {
    private final Cast cast;
    private final Decisions decisions;
    /** The decisions are pure, so that each has to be made once. */
    private final Map<Object, Object> made = new HashMap<>();

    Fleet(Cast cast, Decisions decisions) {
        this.cast = cast;
        this.decisions = decisions;
    }

    List<Move<World>> moves(World world) {
        var moves = new Moves(world);
        observer(moves);
        policy(moves);
        callers(moves);
        readers(moves);
        gateway(moves);
        executors(moves);
        mishaps(moves);
        return moves.found;
    }

    /** The moves of one world. */
    private static final class Moves {
        private final World world;
        private final Moment now;
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
        if (world.heard() < world.said().size()) {
            moves.add("policy hears the next verdict", draft -> draft.heard++);
        }
        var heard = new Heard(List.copyOf(world.said().subList(0, world.heard())), world.postures());
        var promised = new Promised(heard, world.tick());
        Optional<Posture> decided = once(promised, asked -> decisions.posture(standing(asked.heard()), moves.now));
        decided.ifPresent(
                posture -> moves.add("policy records " + posture.posture(), draft -> draft.postures.add(posture)));
        if (inTouch(world)) {
            Optional<Lease> vouched = once(
                    List.of(promised), asked -> decisions.lease(standing(heard), Cast.pulses(world.tick()), moves.now));
            vouched.filter(lease -> !world.lease().equals(Optional.of(lease)))
                    .ifPresent(lease -> moves.add(
                            "policy vouches for posture " + lease.sequence(),
                            draft -> draft.lease = Optional.of(lease)));
        }
    }

    /** Policy vouches for nothing while it has not heard from the bus for longer than a tick. */
    private static boolean inTouch(World world) {
        return world.said().stream().skip(world.heard()).noneMatch(said -> said.tick() < world.tick());
    }

    private record Heard(List<Said> said, List<Posture> postures) {}

    private record Gated(int intent, Effective posture, int tick) {}

    private record Checked(int order, Effective posture, int tick) {}

    private record Promised(Heard heard, int tick) {}

    @SuppressWarnings("unchecked") // each kind of key has its own kind of value
    private <K, V> V once(K key, Function<K, V> decision) {
        Object known = made.get(key);
        if (known == null) {
            known = decision.apply(key);
            made.put(key, known);
        }
        return (V) known;
    }

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

    private void callers(Moves moves) {
        World world = moves.world;
        if (world.sent() < cast.intents()) {
            moves.add("intent " + world.sent() + " is sent", draft -> draft.intents.add(draft.sent++));
        }
    }

    /** What the executor that is no owner reads before it has anything to decide, it may as well read then. */
    private void readers(Moves moves) {
        World world = moves.world;
        read(moves, "the gateway", world.gateway(), (draft, view) -> draft.gateway = view);
        int number = world.owner();
        Executor owner = world.executors().get(number);
        read(
                moves,
                "executor " + number,
                owner.view(),
                (draft, view) -> draft.executors.set(number, new Executor(view, owner.read(), owner.runs())));
    }

    private interface Sets {
        void view(Draft draft, PostureView view);
    }

    private static void read(Moves moves, String who, PostureView view, Sets sets) {
        PostureView told = view;
        for (Posture posture : moves.world.postures()) {
            told = told.replay(posture);
        }
        PostureView postures = told;
        if (!postures.equals(view)) {
            moves.add(who + " reads the postures", draft -> sets.view(draft, postures));
        }
        Optional<PostureView> leased = moves.world
                .lease()
                .filter(lease ->
                        view.receipt().map(held -> !held.lease().equals(lease)).orElse(true))
                .map(lease -> view.replay(lease, moves.now.nanos()))
                .filter(changed -> !changed.equals(view));
        leased.ifPresent(changed -> moves.add(who + " reads the lease", draft -> sets.view(draft, changed)));
    }

    private void gateway(Moves moves) {
        World world = moves.world;
        if (world.decided() >= world.intents().size()) {
            return;
        }
        int intent = world.intents().get(world.decided());
        Screening screening = cast.screening(intent);
        List<Screening> before = world.known().stream().map(cast::screening).toList();
        if (decisions.known(before, screening, moves.now)) {
            moves.add("the gateway passes over a copy of intent " + intent, draft -> draft.decided++);
            return;
        }
        Effective posture = decisions.bound(world.gateway(), moves.now);
        Decision decision = once(
                new Gated(intent, posture, world.tick()),
                asked -> decisions.admitted(asked.posture(), screening, moves.now));
        switch (decision) {
            case Decision.Admit(Order order) ->
                moves.add("the gateway orders intent " + intent, draft -> {
                    draft.decided++;
                    draft.known.add(intent);
                    draft.orders.add(cast.numberOf(order));
                });
            case Decision.Refuse(Refusal refusal) ->
                moves.add("the gateway refuses intent " + intent, draft -> {
                    draft.decided++;
                    draft.known.add(intent);
                    draft.tokens.add(new Sealed(intent, endOf(refusal), ""));
                });
        }
    }

    private static End endOf(Refusal refusal) {
        return refusal.kind() == RefusalKind.POSTURE ? End.REFUSED_BY_POSTURE : End.REFUSED;
    }

    private void executors(Moves moves) {
        World world = moves.world;
        takeNext(moves);
        for (int i = 0; i < world.executors().size(); i++) {
            int number = i;
            world.executors().get(i).runs().forEach(run -> {
                cut(moves, number, run);
                finish(moves, number, run);
            });
        }
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
            Effective posture = decisions.bound(owner.view(), moves.now);
            End end = once(new Checked(order, posture, world.tick()), asked -> decisions
                    .refused(cast.delivery(asked.order()), asked.posture(), moves.now)
                    .map(Fleet::endOf)
                    .orElse(End.RAN));
            String does = end == End.RAN ? " begins" : " refuses";
            moves.add(who + does + " order " + at + " of intent " + cast.intentOf(order), draft -> {
                List<Run> runs = new ArrayList<>(owner.runs());
                runs.add(new Run(at, world.generation(), world.tick(), end));
                draft.executors.set(world.owner(), new Executor(owner.view(), at + 1, List.copyOf(runs)));
            });
        } else {
            moves.add(who + " passes over a copy of order " + at, draft -> {
                draft.finished.add(at);
                draft.executors.set(world.owner(), new Executor(owner.view(), at + 1, owner.runs()));
            });
        }
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

    /** An executor learns that a run of the outside has to end. */
    private void cut(Moves moves, int number, Run run) {
        World world = moves.world;
        Executor executor = world.executors().get(number);
        var origin = cast.delivery(world.orders().get(run.order())).order().origin();
        if (run.end() == End.RAN
                && run.generation() == world.generation()
                && decisions.cut(origin, decisions.bound(executor.view(), moves.now))) {
            moves.add("executor " + number + " cuts order " + run.order(), draft -> {
                List<Run> runs = new ArrayList<>(executor.runs());
                runs.set(runs.indexOf(run), new Run(run.order(), run.generation(), run.begun(), End.CUT));
                draft.executors.set(number, new Executor(executor.view(), executor.read(), List.copyOf(runs)));
            });
        }
    }

    /** A run is over, and its transaction is tried; that of a zombie fails. */
    private void finish(Moves moves, int number, Run run) {
        World world = moves.world;
        Executor executor = world.executors().get(number);
        boolean commits = decisions.commits(run.generation(), world.generation());
        String what = commits ? " commits order " : ", a zombie, fails to commit order ";
        moves.add("executor " + number + what + run.order(), draft -> {
            List<Run> runs = new ArrayList<>(executor.runs());
            runs.remove(run);
            draft.executors.set(number, new Executor(executor.view(), executor.read(), List.copyOf(runs)));
            if (commits) {
                int order = world.orders().get(run.order());
                draft.finished.add(run.order());
                draft.tokens.add(new Sealed(cast.intentOf(order), run.end(), grant(order)));
            }
        });
    }

    /** What goes wrong, and time. */
    private static void mishaps(Moves moves) {
        World world = moves.world;
        Budget left = world.budget();
        if (left.ticks() > 0) {
            moves.add("a lease's length passes", draft -> {
                draft.tick++;
                draft.budget = new Budget(left.ticks() - 1, left.copies(), left.restarts(), left.moves());
            });
        }
        if (left.copies() > 0) {
            Budget less = new Budget(left.ticks(), left.copies() - 1, left.restarts(), left.moves());
            copies(moves, less);
        }
        if (left.restarts() > 0) {
            Budget less = new Budget(left.ticks(), left.copies(), left.restarts() - 1, left.moves());
            restarts(moves, less);
        }
        if (left.moves() > 0) {
            moves.add("the partition moves to the other executor", draft -> {
                draft.budget = new Budget(left.ticks(), left.copies(), left.restarts(), left.moves() - 1);
                int to = (world.owner() + 1) % world.executors().size();
                List<Run> zombies = world.executors().get(to).runs();
                draft.takenOverBy(to, world.executors().get(to).view());
                draft.executors.set(to, new Executor(draft.executors.get(to).view(), 0, zombies));
            });
        }
    }

    private static void copies(Moves moves, Budget less) {
        World world = moves.world;
        world.intents().stream()
                .distinct()
                .forEach(intent -> moves.add("intent " + intent + " comes again", draft -> {
                    draft.intents.add(intent);
                    draft.budget = less;
                }));
        world.said().stream()
                .map(Said::verdict)
                .distinct()
                .forEach(verdict -> moves.add("verdict " + verdict + " comes again", draft -> {
                    draft.said.add(new Said(verdict, world.tick()));
                    draft.budget = less;
                }));
        world.orders().stream()
                .distinct()
                .forEach(order -> moves.add("order " + order + " is written again", draft -> {
                    draft.orders.add(order);
                    draft.budget = less;
                }));
    }

    private static void restarts(Moves moves, Budget less) {
        World world = moves.world;
        moves.add("the gateway starts anew", draft -> {
            draft.gateway = PostureView.unknown();
            draft.budget = less;
        });
        for (int i = 0; i < world.executors().size(); i++) {
            int number = i;
            moves.add("executor " + i + " starts anew", draft -> {
                draft.budget = less;
                if (world.owner() == number) {
                    draft.takenOverBy(number, PostureView.unknown());
                } else {
                    draft.executors.set(number, new Executor(PostureView.unknown(), 0, List.of()));
                }
            });
        }
    }
}
