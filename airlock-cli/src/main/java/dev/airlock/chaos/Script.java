package dev.airlock.chaos;

import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What happens, all of it from one seed: the errands, and after how many finished ones which process is killed and for how long it is away.
 *
 * @param errands in the order in which they are sent
 * @param blows in the order in which they fall
 */
record Script(List<Errand> errands, List<Blow> blows) {
    private static final int SESSIONS = 32;
    private static final int FAST_PERCENT = 30;
    private static final int OUTSIDE_PERCENT = 10;
    private static final int TWICE_PERCENT = 5;
    private static final int AWAY_MILLIS_MAX = 400;

    /**
     * One kill.
     *
     * @param after how many errands have to be finished
     * @param role who is killed
     * @param awayMillis how long it takes until somebody starts it again
     */
    record Blow(int after, Role role, int awayMillis) {}

    Script {
        errands = List.copyOf(errands);
        blows = List.copyOf(blows);
    }

    /** The same for the same numbers, always. Every role is killed before one is killed again. */
    static Script of(int intents, int kills, long seed) {
        var random = new Random(seed);
        List<Errand> errands = IntStream.range(0, intents)
                .mapToObj(number -> errand(number, seed, random))
                .toList();
        int[] moments = IntStream.generate(() -> intents / 20 + random.nextInt(Math.max(1, intents * 9 / 10)))
                .limit(kills)
                .sorted()
                .toArray();
        List<Role> victims = victims(kills, random);
        return new Script(
                errands,
                IntStream.range(0, kills)
                        .mapToObj(i -> new Blow(moments[i], victims.get(i), random.nextInt(AWAY_MILLIS_MAX)))
                        .toList());
    }

    private static Errand errand(int number, long seed, Random random) {
        Lane lane = random.nextInt(100) < FAST_PERCENT ? Lane.FAST : Lane.BUS;
        Origin origin = random.nextInt(100) < OUTSIDE_PERCENT ? Origin.EXTERNAL_AI : Origin.OPERATOR;
        int copies = lane == Lane.BUS && random.nextInt(100) < TWICE_PERCENT ? 2 : 1;
        String session = "chaos-" + seed + "-" + random.nextInt(SESSIONS);
        return new Errand(new IntentKey(session, "intent-" + number), lane, origin, copies);
    }

    private static List<Role> victims(int kills, Random random) {
        List<Role> victims = new ArrayList<>();
        while (victims.size() < kills) {
            List<Role> round = new ArrayList<>(List.of(Role.values()));
            Collections.shuffle(round, random);
            victims.addAll(round);
        }
        return victims.subList(0, kills);
    }

    /** The errands of one lane. */
    Stream<Errand> on(Lane lane) {
        return errands.stream().filter(errand -> errand.lane() == lane);
    }
}
