package dev.airlock.explorer;

import dev.airlock.explorer.Fleet.Moves;
import dev.airlock.explorer.World.Budget;
import dev.airlock.explorer.World.Executor;
import dev.airlock.explorer.World.Policy;
import dev.airlock.explorer.World.Run;
import dev.airlock.explorer.World.Said;
import dev.airlock.explorer.World.Snaft;
import dev.airlock.schemas.posture.PostureView;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What goes wrong, and time. A lost lease or posture is no move of its own: {@link Readers#WHOEVER} need not have read any, and one that did not
 * get to its topic is one that was not published yet.
 */
final class Mishaps {
    private final Cast cast;
    private final Decisions decisions;

    Mishaps(Cast cast, Decisions decisions) {
        this.cast = cast;
        this.decisions = decisions;
    }

    void add(Moves moves) {
        Budget left = moves.world.budget();
        if (left.ticks() > 0) {
            moves.add("a lease's length passes", draft -> {
                draft.tick++;
                draft.budget = left.lessTick();
            });
        }
        if (left.copies() > 0) {
            copies(moves, left.lessCopy());
        }
        if (left.restarts() > 0) {
            restarts(moves, left.lessRestart());
        }
        if (left.moves() > 0) {
            partitionMoves(moves, left.lessMove());
        }
        if (left.losses() > 0) {
            losses(moves, left.lessLoss());
        }
    }

    private static void partitionMoves(Moves moves, Budget less) {
        World world = moves.world;
        moves.add("the partition moves to the other executor", draft -> {
            draft.budget = less;
            int to = (world.owner() + 1) % world.executors().size();
            List<Run> zombies = world.executors().get(to).runs();
            draft.takenOverBy(to, world.executors().get(to).view());
            draft.executors.set(to, new Executor(draft.executors.get(to).view(), 0, zombies));
        });
    }

    private static void copies(Moves moves, Budget less) {
        intentCopies(moves, less);
        World world = moves.world;
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

    /** Behind the first one of its kind, wherever snaft has not been yet: before or behind any of the others. */
    private static void intentCopies(Moves moves, Budget less) {
        World world = moves.world;
        for (int i = 0; i < world.intents().size(); i++) {
            int intent = world.intents().get(i);
            for (int at = Math.max(i + 1, world.snaft().at());
                    at <= world.intents().size();
                    at++) {
                int place = at;
                moves.add("intent " + intent + " comes again, at place " + at, draft -> {
                    draft.intents.add(place, intent);
                    draft.budget = less;
                });
            }
        }
    }

    private void restarts(Moves moves, Budget less) {
        World world = moves.world;
        moves.add("policy starts anew", draft -> {
            draft.policy = Policy.starting(world.said().size(), world.postures().size());
            draft.budget = less;
        });
        moves.add("snaft starts anew", draft -> {
            draft.snaft = new Snaft(world.screened().size(), false);
            draft.budget = less;
        });
        moves.add("the gateway starts anew", draft -> {
            draft.gateway = PostureView.unknown();
            draft.remembered = world.known();
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

    /** Snaft or the gateway tries a transaction, and nothing of it becomes durable; an executor's is tried where its run is over. */
    private void losses(Moves moves, Budget less) {
        World world = moves.world;
        Snaft snaft = world.snaft();
        if (snaft.at() < world.intents().size()) {
            moves.add("snaft's transaction for intent " + world.intents().get(snaft.at()) + " is lost", draft -> {
                draft.snaft = new Snaft(decisions.rolledBack(snaft.at(), snaft.at() + 1), snaft.read());
                draft.budget = less;
            });
        }
        Stream.of(world.decided())
                .filter(at -> at < world.screened().size())
                .map(at -> cast.screenedOf(world.screened().get(at)))
                .filter(intent -> !world.remembered().contains(intent))
                .forEach(intent -> moves.add("the gateway's transaction for intent " + intent + " is lost", draft -> {
                    Set<Integer> tried = Sets.with(world.remembered(), intent);
                    draft.remembered = decisions.rolledBack(world.known(), tried);
                    draft.budget = less;
                }));
    }
}
