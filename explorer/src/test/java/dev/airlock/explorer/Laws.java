package dev.airlock.explorer;

import dev.airlock.explorer.World.Budget;
import dev.airlock.explorer.World.End;
import dev.airlock.explorer.World.Executor;
import dev.airlock.explorer.World.Run;
import dev.airlock.explorer.World.Said;
import dev.airlock.explorer.World.Sealed;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What must hold of the fleet at every moment; each is a promise of docs/SPECIFICATION.md, "Whatever happens in whichever order". It also
 * remembers which laws had something to forbid in the states that it saw: a law that never had holds of nothing.
 */
final class Laws implements Explorer.Law<World> {
    /**
     * After a verdict that closes the road, the lease before it lasts one tick, and a reader that heard of it late counts the tick from
     * then as far as its clock lets it: one more.
     */
    static final int CLOSED_AFTER = 2;

    private final Cast cast;
    private final Set<Law> tried = EnumSet.noneOf(Law.class);

    Laws(Cast cast) {
        this.cast = cast;
    }

    /** The laws whose premise was met in a state. */
    Set<Law> tried() {
        return Set.copyOf(tried);
    }

    @Override
    public Optional<String> broken(World world, boolean last) {
        for (Law law : Law.values()) {
            if (!tried.contains(law) && premise(law, world, last)) {
                tried.add(law);
            }
            Optional<String> broken = broken(law, world, last);
            if (broken.isPresent()) {
                return broken.map(words -> law.label() + ": " + words);
            }
        }
        return Optional.empty();
    }

    private Optional<String> broken(Law law, World world, boolean last) {
        return switch (law) {
            case ONE_TOKEN -> oneToken(world);
            case STAYS_CLOSED -> staysClosed(world);
            case RESCUE -> rescue(world);
            case REFUSED_IS_NOT_ORDERED -> refusedIsNotOrdered(world);
            case RELAXES_ON_NEWER_WORD -> relaxesOnNewerWord(world);
            case NOTHING_LOST -> last ? nothingLost(world) : Optional.empty();
        };
    }

    /** Whether the law has something to forbid here: what it says must not happen is next to happen, but for the services' care. */
    private boolean premise(Law law, World world, boolean last) {
        return switch (law) {
            case ONE_TOKEN -> world.tokens().stream().anyMatch(token -> again(world, token));
            case STAYS_CLOSED ->
                closedFor(world) >= CLOSED_AFTER && awaited(world).anyMatch(cast::external);
            case RESCUE -> guarded(world) && awaited(world).anyMatch(intent -> !cast.external(intent));
            case REFUSED_IS_NOT_ORDERED ->
                !guarded(world)
                        && world.tokens().stream()
                                .filter(token -> token.grant().isEmpty())
                                .anyMatch(token -> undecided(world).anyMatch(intent -> intent == token.intent()));
            case RELAXES_ON_NEWER_WORD -> relaxed(world).findAny().isPresent();
            case NOTHING_LOST -> last && world.budget().equals(Budget.NOTHING);
        };
    }

    private boolean again(World world, Sealed token) {
        return Stream.concat(undecided(world), awaited(world)).anyMatch(intent -> intent == token.intent());
    }

    /** The intents before the gateway. */
    private Stream<Integer> undecided(World world) {
        return world.screened().stream().skip(world.decided()).map(cast::screenedOf);
    }

    /** The intents whose orders lie before the executors, or are in their hands. */
    private Stream<Integer> awaited(World world) {
        return IntStream.range(0, world.orders().size())
                .filter(offset -> !world.finished().contains(offset))
                .mapToObj(offset -> cast.intentOf(world.orders().get(offset)));
    }

    private static boolean guarded(World world) {
        return world.postures().isEmpty() || world.postures().getLast().posture() != PostureLevel.NORMAL_ZERO_TRUST;
    }

    /** For how many ticks the newest verdict has closed the road; 0 if it opens it, or there is none. At most {@link #CLOSED_AFTER}. */
    int closedFor(World world) {
        int newest = world.said().stream().mapToInt(Said::verdict).max().orElse(-1);
        return newest < 0 || !cast.closes(newest)
                ? 0
                : world.said().stream()
                        .filter(said -> said.verdict() == newest)
                        .mapToInt(said -> Math.min(world.tick() - said.tick(), CLOSED_AFTER))
                        .max()
                        .orElseThrow();
    }

    private static Optional<String> oneToken(World world) {
        List<Integer> ended = world.tokens().stream().map(Sealed::intent).toList();
        return ended.stream().distinct().count() == ended.size()
                ? Optional.empty()
                : Optional.of("an intent has two tokens: " + world.tokens());
    }

    private Optional<String> staysClosed(World world) {
        return world.executors().stream()
                .map(Executor::runs)
                .flatMap(List::stream)
                .filter(run -> external(world, run) && run.end() != End.REFUSED_BY_POSTURE)
                .filter(run -> run.closedFor() >= CLOSED_AFTER)
                .findFirst()
                .map(run -> "external AI was let in by order " + run.order() + ", though the road had been closed for "
                        + run.closedFor() + " ticks");
    }

    private boolean external(World world, Run run) {
        return cast.external(cast.intentOf(world.orders().get(run.order())));
    }

    private Optional<String> rescue(World world) {
        return world.tokens().stream()
                .filter(token -> !cast.external(token.intent()) && token.end() != End.RAN)
                .findFirst()
                .map(token -> "an operator's intent ended as " + token.end());
    }

    private Optional<String> refusedIsNotOrdered(World world) {
        List<Integer> ordered = world.orders().stream().map(cast::intentOf).toList();
        return world.tokens().stream()
                .filter(token -> token.grant().isEmpty() && ordered.contains(token.intent()))
                .findFirst()
                .map(token -> "intent " + token.intent() + " was refused and ordered");
    }

    private Optional<String> relaxesOnNewerWord(World world) {
        List<Posture> postures = world.postures();
        return relaxed(world)
                .filter(i -> age(postures.get(i)) <= age(postures.get(i - 1)))
                .map(i -> "posture " + i + " opens the road on an older word")
                .findFirst();
    }

    private static Stream<Integer> relaxed(World world) {
        List<Posture> postures = world.postures();
        return IntStream.range(1, postures.size())
                .filter(i ->
                        postures.get(i).posture().compareTo(postures.get(i - 1).posture()) < 0)
                .boxed();
    }

    private int age(Posture posture) {
        return IntStream.range(0, cast.verdicts().size())
                .filter(i -> cast.verdicts().get(i).verdictId().equals(posture.verdictId()))
                .findFirst()
                .orElse(-1);
    }

    private Optional<String> nothingLost(World world) {
        return world.tokens().size() == cast.intents()
                ? Optional.empty()
                : Optional.of(cast.intents() + " intents and " + world.tokens().size() + " tokens in the end");
    }
}
