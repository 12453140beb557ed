package dev.airlock.schemas.flow;

import static dev.airlock.schemas.flow.Topic.ADMITTED;
import static dev.airlock.schemas.flow.Topic.APPROVALS;
import static dev.airlock.schemas.flow.Topic.CANCELS;
import static dev.airlock.schemas.flow.Topic.CHECKPOINTS;
import static dev.airlock.schemas.flow.Topic.DEADLETTERS;
import static dev.airlock.schemas.flow.Topic.EVENTS;
import static dev.airlock.schemas.flow.Topic.INTENTS;
import static dev.airlock.schemas.flow.Topic.LEASES;
import static dev.airlock.schemas.flow.Topic.ORDERS;
import static dev.airlock.schemas.flow.Topic.OUTPUTS;
import static dev.airlock.schemas.flow.Topic.POLICIES;
import static dev.airlock.schemas.flow.Topic.POSTURES;
import static dev.airlock.schemas.flow.Topic.PRINCIPALS;
import static dev.airlock.schemas.flow.Topic.RULES;
import static dev.airlock.schemas.flow.Topic.RUNTIME;
import static dev.airlock.schemas.flow.Topic.SCREENED;
import static dev.airlock.schemas.flow.Topic.TOKENS;
import static dev.airlock.schemas.flow.Topic.VERDICTS;

import java.util.EnumSet;
import java.util.Set;

/** Everybody who touches a topic, and what they may read, write and replay of their own at a start. */
public enum Station {
    /** Turns pulses and incidents into verdicts; lives in policy-service. */
    OBSERVER(Place.ON_THE_ROAD, in(RUNTIME, TOKENS), out(VERDICTS, DEADLETTERS), own(VERDICTS)),
    /** A person with the operator's key. */
    OPERATOR(
            Place.BESIDE,
            in(VERDICTS, POSTURES, LEASES, POLICIES, PRINCIPALS, RULES, APPROVALS),
            out(VERDICTS, POLICIES, PRINCIPALS, RULES, APPROVALS),
            own()),
    /** Turns verdicts into postures and leases. */
    POLICY(Place.ON_THE_ROAD, in(RUNTIME, VERDICTS), out(POSTURES, LEASES, EVENTS, DEADLETTERS), own(POSTURES)),
    /** Callers, and the ingress that speaks for them: they publish wishes and wait for tokens. */
    CALLER(Place.BESIDE, in(TOKENS, OUTPUTS), out(INTENTS, CANCELS), own()),
    /** Screens intents, by its own rules and the operators', and by what tokens told of their callers. */
    SNAFT(
            Place.ON_THE_ROAD,
            in(POSTURES, LEASES, PRINCIPALS, RULES, INTENTS, TOKENS),
            out(SCREENED, EVENTS, DEADLETTERS),
            own()),
    GATEWAY(
            Place.ON_THE_ROAD,
            in(SCREENED, POSTURES, LEASES, POLICIES, PRINCIPALS, APPROVALS),
            out(ADMITTED, ORDERS, TOKENS, EVENTS, DEADLETTERS),
            own(ADMITTED, TOKENS)),
    EXECUTOR(
            Place.ON_THE_ROAD,
            in(ORDERS, CANCELS, POSTURES, LEASES, PRINCIPALS),
            out(RUNTIME, OUTPUTS, TOKENS, DEADLETTERS),
            own(TOKENS)),
    /** The fast lane of a node: from a frame to its journal in process; its records follow behind the answer. */
    LANE(Place.ON_THE_ROAD, in(), out(OUTPUTS, TOKENS, EVENTS), own(TOKENS)),
    /** Makes the tokens of each partition a Merkle log, and signs its heads. It reads its own back, so that it never signs two that disagree. */
    LEDGER(Place.ON_THE_ROAD, in(TOKENS), out(CHECKPOINTS, EVENTS, DEADLETTERS), own(CHECKPOINTS)),
    /** Consoles, audits and the command line: they read, and write nothing. */
    CONSOLE(Place.BESIDE, EnumSet.allOf(Topic.class), out(), own());

    private final Place place;
    private final Set<Topic> reads;
    private final Set<Topic> writes;
    private final Set<Topic> remembers;

    Station(Place place, Set<Topic> reads, Set<Topic> writes, Set<Topic> remembers) {
        this.place = place;
        this.reads = Set.copyOf(reads);
        this.writes = Set.copyOf(writes);
        this.remembers = Set.copyOf(remembers);
    }

    /** Where it stands: only those on the road are bound to its direction. */
    enum Place {
        ON_THE_ROAD,
        BESIDE
    }

    Place place() {
        return place;
    }

    public Set<Topic> reads() {
        return reads;
    }

    public Set<Topic> writes() {
        return writes;
    }

    /** What it wrote itself and replays when it starts. */
    public Set<Topic> remembers() {
        return remembers;
    }

    private static Set<Topic> in(Topic... topics) {
        return Set.of(topics);
    }

    private static Set<Topic> out(Topic... topics) {
        return Set.of(topics);
    }

    private static Set<Topic> own(Topic... topics) {
        return Set.of(topics);
    }
}
