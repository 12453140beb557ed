package dev.airlock.schemas.flow;

import static dev.airlock.schemas.flow.Station.CALLER;
import static dev.airlock.schemas.flow.Station.EXECUTOR;
import static dev.airlock.schemas.flow.Station.GATEWAY;
import static dev.airlock.schemas.flow.Station.LANE;
import static dev.airlock.schemas.flow.Station.LEDGER;
import static dev.airlock.schemas.flow.Station.OBSERVER;
import static dev.airlock.schemas.flow.Station.OPERATOR;
import static dev.airlock.schemas.flow.Station.POLICY;
import static dev.airlock.schemas.flow.Station.SNAFT;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole road on one page: who may write to each topic, and the laws that the road obeys.
 *
 * <p>{@link Topic} lists the topics in travel order, {@link Station} who reads and writes what. A consumer or a producer is
 * built from a station and a topic, never from a topic's name; what is not listed here cannot be opened.
 */
public final class Flow {
    /** Who may write where. A writer that is not named here is a fault, and so is one that is named and does not write. */
    private static final Map<Topic, Set<Station>> WRITERS = writers();

    /**
     * The three arrows that run back: executors say how they are, the observer counts the incidents among their tokens, and snaft learns from
     * tokens how far their callers are to be trusted.
     */
    private static final Set<Arrow> FEEDBACK = Set.of(
            new Arrow(EXECUTOR, Topic.RUNTIME), new Arrow(OBSERVER, Topic.TOKENS), new Arrow(SNAFT, Topic.TOKENS));

    private Flow() {}

    private static Map<Topic, Set<Station>> writers() {
        Map<Topic, Set<Station>> writers = new EnumMap<>(Topic.class);
        writers.put(Topic.RUNTIME, Set.of(EXECUTOR));
        writers.put(Topic.VERDICTS, Set.of(OBSERVER, OPERATOR));
        writers.put(Topic.POSTURES, Set.of(POLICY));
        writers.put(Topic.LEASES, Set.of(POLICY));
        writers.put(Topic.POLICIES, Set.of(OPERATOR));
        writers.put(Topic.PRINCIPALS, Set.of(OPERATOR));
        writers.put(Topic.RULES, Set.of(OPERATOR));
        writers.put(Topic.APPROVALS, Set.of(OPERATOR));
        writers.put(Topic.INTENTS, Set.of(CALLER));
        writers.put(Topic.CANCELS, Set.of(CALLER));
        writers.put(Topic.SCREENED, Set.of(SNAFT));
        writers.put(Topic.ADMITTED, Set.of(GATEWAY));
        writers.put(Topic.ORDERS, Set.of(GATEWAY));
        writers.put(Topic.OUTPUTS, Set.of(EXECUTOR, LANE));
        writers.put(Topic.TOKENS, Set.of(GATEWAY, EXECUTOR, LANE));
        writers.put(Topic.CHECKPOINTS, Set.of(LEDGER));
        writers.put(Topic.EVENTS, Set.of(POLICY, SNAFT, GATEWAY, LANE, LEDGER));
        writers.put(Topic.DEADLETTERS, Set.of(OBSERVER, POLICY, SNAFT, GATEWAY, EXECUTOR, LEDGER));
        return writers;
    }

    /** Who may write to {@code topic}. */
    public static Set<Station> writersOf(Topic topic) {
        return WRITERS.get(topic);
    }

    /** Whether {@code station} may read {@code topic}, as input or as its own memory. */
    public static boolean mayRead(Station station, Topic topic) {
        return station.reads().contains(topic) || station.remembers().contains(topic);
    }

    /** Whether {@code station} may write to {@code topic}. */
    public static boolean mayWrite(Station station, Topic topic) {
        return station.writes().contains(topic) && WRITERS.get(topic).contains(station);
    }

    /** Each way in which the road is not what this page says; none, if all is well. */
    static List<String> faults() {
        return Stream.of(Station.values()).flatMap(Flow::faultsOf).toList();
    }

    private static Stream<String> faultsOf(Station station) {
        return faultsOf(new Stop(
                station.name(),
                station.place() == Station.Place.ON_THE_ROAD,
                station.reads(),
                station.writes(),
                station.remembers(),
                Stream.of(Topic.values())
                        .filter(topic -> WRITERS.get(topic).contains(station))
                        .collect(Collectors.toSet()),
                FEEDBACK.stream()
                        .filter(arrow -> arrow.station() == station)
                        .map(Arrow::topic)
                        .collect(Collectors.toSet())));
    }

    static Stream<String> faultsOf(Stop stop) {
        Stream<String> undeclared = stop.writes().stream()
                .filter(topic -> !stop.declared().contains(topic))
                .map(topic -> stop.name() + " writes " + topic
                        + " and is not among its writers; add it to WRITERS or stop writing");
        Stream<String> idle = stop.declared().stream()
                .filter(topic -> !stop.writes().contains(topic))
                .map(topic -> stop.name() + " is among the writers of " + topic + " and does not write it");
        Stream<String> foreign = stop.remembers().stream()
                .filter(topic -> !stop.writes().contains(topic))
                .map(topic -> stop.name() + " remembers " + topic + ", which it does not write; make it a read");
        return Stream.of(undeclared, idle, foreign, backward(stop)).flatMap(faults -> faults);
    }

    private static Stream<String> backward(Stop stop) {
        if (!stop.onTheRoad()) {
            return Stream.empty();
        }
        return stop.reads().stream()
                .filter(read -> !stop.feedback().contains(read))
                .flatMap(read -> stop.writes().stream()
                        .filter(written ->
                                written.compareTo(read) <= 0 && !stop.feedback().contains(written))
                        .map(written -> stop.name() + " reads " + read + " and writes " + written
                                + ", which comes no later; the road is one-way"));
    }

    /** A station that writes to a topic before those it reads, or reads one behind those it writes. */
    private record Arrow(Station station, Topic topic) {}

    /** A station as the laws see it, so that a test can break them. */
    record Stop(
            String name,
            boolean onTheRoad,
            Set<Topic> reads,
            Set<Topic> writes,
            Set<Topic> remembers,
            Set<Topic> declared,
            Set<Topic> feedback) {}
}
