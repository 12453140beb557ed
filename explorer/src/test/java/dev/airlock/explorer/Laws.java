package dev.airlock.explorer;

import dev.airlock.explorer.World.End;
import dev.airlock.explorer.World.Run;
import dev.airlock.explorer.World.Said;
import dev.airlock.explorer.World.Sealed;
import dev.airlock.schemas.model.Posture;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What must hold of the fleet at every moment; each is a promise of docs/SPECIFICATION.md, "Whatever happens in whichever order". */
final class Laws implements Explorer.Law<World> {
    /**
     * After a verdict that closes the road, the lease before it lasts one tick, and a reader that heard of it late counts the tick from
     * then as far as its clock lets it: one more.
     */
    private static final int CLOSED_AFTER = 2;

    private final Cast cast;

    Laws(Cast cast) {
        this.cast = cast;
    }

    @Override
    public Optional<String> broken(World world, boolean last) {
        Stream<Supplier<Optional<String>>> laws = Stream.of(
                () -> oneToken(world),
                () -> closed(world),
                () -> rescue(world),
                () -> refusedIsNotRun(world),
                () -> relaxesOnlyOnNewerWord(world),
                () -> last ? nothingLost(world) : Optional.empty());
        return laws.flatMap(law -> law.get().stream()).findFirst();
    }

    /** No intent has two tokens. */
    private static Optional<String> oneToken(World world) {
        List<Integer> ended = world.tokens().stream().map(Sealed::intent).toList();
        return ended.stream().distinct().count() == ended.size()
                ? Optional.empty()
                : Optional.of("an intent has two tokens: " + world.tokens());
    }

    /** Two ticks after the verdict that closes the road, no program of external AI is begun. */
    private Optional<String> closed(World world) {
        OptionalInt since = world.said().stream()
                .filter(said -> cast.closes(said.verdict()))
                .mapToInt(Said::tick)
                .min();
        return since.isEmpty()
                ? Optional.empty()
                : world.executors().stream()
                        .flatMap(executor -> executor.runs().stream())
                        .filter(run -> external(world, run) && run.end() != End.REFUSED_BY_POSTURE)
                        .filter(run -> run.begun() >= since.getAsInt() + CLOSED_AFTER)
                        .findFirst()
                        .map(run -> "external AI was let in at tick " + run.begun() + ", though the road closed at "
                                + since.getAsInt());
    }

    private boolean external(World world, Run run) {
        return cast.external(cast.intentOf(world.orders().get(run.order())));
    }

    /** An operator's program is never refused for the posture's sake. */
    private Optional<String> rescue(World world) {
        return world.tokens().stream()
                .filter(token -> !cast.external(token.intent()) && token.end() != End.RAN)
                .findFirst()
                .map(token -> "an operator's intent ended as " + token.end());
    }

    /** What the gateway refused has no order. */
    private Optional<String> refusedIsNotRun(World world) {
        List<Integer> ordered = world.orders().stream().map(cast::intentOf).toList();
        return world.tokens().stream()
                .filter(token -> token.grant().isEmpty() && ordered.contains(token.intent()))
                .findFirst()
                .map(token -> "intent " + token.intent() + " was refused and ordered");
    }

    /** A posture that is more open than the one before stands on a newer verdict. */
    private Optional<String> relaxesOnlyOnNewerWord(World world) {
        List<Posture> postures = world.postures();
        return IntStream.range(1, postures.size())
                .filter(i ->
                        postures.get(i).posture().compareTo(postures.get(i - 1).posture()) < 0)
                .filter(i -> age(postures.get(i)) <= age(postures.get(i - 1)))
                .mapToObj(i -> "posture " + i + " opens the road on an older word")
                .findFirst();
    }

    private int age(Posture posture) {
        return IntStream.range(0, cast.verdicts().size())
                .filter(i -> cast.verdicts().get(i).verdictId().equals(posture.verdictId()))
                .findFirst()
                .orElse(-1);
    }

    /** When nothing more can happen, every intent that was sent has its token. */
    private static Optional<String> nothingLost(World world) {
        return world.tokens().size() == world.sent()
                ? Optional.empty()
                : Optional.of(world.sent() + " intents and " + world.tokens().size() + " tokens in the end");
    }
}
