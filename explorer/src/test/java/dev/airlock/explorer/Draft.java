package dev.airlock.explorer;

import dev.airlock.explorer.World.Budget;
import dev.airlock.explorer.World.Executor;
import dev.airlock.explorer.World.Policy;
import dev.airlock.explorer.World.Said;
import dev.airlock.explorer.World.Sealed;
import dev.airlock.explorer.World.Snaft;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.PostureView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A world while one thing happens to it. */
final class Draft {
    int tick;
    final List<Said> said;
    Policy policy;
    final List<Posture> postures;
    List<Lease> leases;
    final List<Integer> intents;
    Snaft snaft;
    final List<Integer> screened;
    int decided;
    final Set<Integer> known;
    Set<Integer> remembered;
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
        policy = from.policy();
        postures = new ArrayList<>(from.postures());
        leases = from.leases();
        intents = new ArrayList<>(from.intents());
        snaft = from.snaft();
        screened = new ArrayList<>(from.screened());
        decided = from.decided();
        known = new HashSet<>(from.known());
        remembered = from.remembered();
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
                policy,
                List.copyOf(postures),
                leases,
                List.copyOf(intents),
                snaft,
                List.copyOf(screened),
                decided,
                Set.copyOf(known),
                remembered,
                List.copyOf(orders),
                gateway,
                List.copyOf(executors),
                owner,
                generation,
                Set.copyOf(finished),
                List.copyOf(tokens),
                budget);
    }

    /** Policy has read so much; being once at the end of a topic is remembered. */
    void policyRead(int heard, int recalled) {
        policy = new Policy(
                heard,
                recalled,
                policy.heardAll() || heard == said.size(),
                policy.recalledAll() || recalled == postures.size());
    }

    /** The gateway's word on one more intent is committed, and so it remembers it. */
    void decided(int intent) {
        decided++;
        known.add(intent);
        remembered = Sets.with(remembered, intent);
    }

    /** The partition has a new owner, or the old one anew: it begins at the first order that is not done, with nothing under way. */
    void takenOverBy(int executor, PostureView view) {
        owner = executor;
        generation++;
        executors.set(executor, new Executor(view, 0, List.of()));
    }
}
