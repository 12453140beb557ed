package dev.airlock.explorer;

import dev.airlock.explorer.World.Budget;
import dev.airlock.explorer.World.Executor;
import dev.airlock.explorer.World.Said;
import dev.airlock.explorer.World.Sealed;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.PostureView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A world while one thing happens to it. */
final class Draft {
    int tick;
    final List<Said> said;
    int heard;
    final List<Posture> postures;
    Optional<Lease> lease;
    int sent;
    final List<Integer> intents;
    int decided;
    final Set<Integer> known;
    final List<Integer> orders;
    PostureView gateway;
    final List<Executor> executors;
    int owner;
    int generation;
    final Set<Integer> finished;
    final List<Sealed> tokens;
    Budget budget;

    Draft(World from) {
        tick = from.tick();
        said = new ArrayList<>(from.said());
        heard = from.heard();
        postures = new ArrayList<>(from.postures());
        lease = from.lease();
        sent = from.sent();
        intents = new ArrayList<>(from.intents());
        decided = from.decided();
        known = new HashSet<>(from.known());
        orders = new ArrayList<>(from.orders());
        gateway = from.gateway();
        executors = new ArrayList<>(from.executors());
        owner = from.owner();
        generation = from.generation();
        finished = new HashSet<>(from.finished());
        tokens = new ArrayList<>(from.tokens());
        budget = from.budget();
    }

    World done() {
        return new World(
                tick,
                List.copyOf(said),
                heard,
                List.copyOf(postures),
                lease,
                sent,
                List.copyOf(intents),
                decided,
                Set.copyOf(known),
                List.copyOf(orders),
                gateway,
                List.copyOf(executors),
                owner,
                generation,
                Set.copyOf(finished),
                List.copyOf(tokens),
                budget);
    }

    /** The partition has a new owner, or the old one anew: it begins at the first order that is not done, with nothing under way. */
    void takenOverBy(int executor, PostureView view) {
        owner = executor;
        generation++;
        executors.set(executor, new Executor(view, 0, List.of()));
    }
}
