package dev.airlock.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The processes of a road, in the order of their start; the broker is the first. For one thread. */
public final class Fleet implements AutoCloseable {
    private static final String BROKER = "broker";
    /** What every command of a service writes when it has started, and what a node does. */
    private static final List<String> UP = List.of(" is up", "up: broker ");

    private static final Duration OPENS_WITHIN = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(20);
    /** One that ends so often by itself is broken, and not disturbed. */
    private static final int FALLS_MAX = 25;

    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Integer> fell = new TreeMap<>();
    private final Terrain terrain;
    private final UnaryOperator<List<String>> command;
    private final Consumer<String> progress;

    private Fleet(Terrain terrain, UnaryOperator<List<String>> command, Consumer<String> progress) {
        this.terrain = terrain;
        this.command = command;
        this.progress = progress;
    }

    /**
     * Starts the broker, waits for it, starts the others, and waits until each says that it is up.
     *
     * @param command from the arguments of {@code airlock} to a whole command line
     * @param others what each is given, by name, in the order of their start
     * @param progress told in a line what is being done
     */
    public static Fleet start(
            Terrain terrain,
            UnaryOperator<List<String>> command,
            Map<String, List<String>> others,
            Consumer<String> progress)
            throws IOException, FleetFailed, InterruptedException {
        var fleet = new Fleet(terrain, command, progress);
        boolean whole = false;
        try {
            Member broker = fleet.add(BROKER, terrain.broker());
            fleet.awaitUp(broker);
            for (Map.Entry<String, List<String>> other : others.entrySet()) {
                fleet.add(other.getKey(), other.getValue());
            }
            for (Member member : fleet.members()) {
                fleet.awaitUp(member);
            }
            whole = true;
            return fleet;
        } finally {
            if (!whole) {
                fleet.close();
            }
        }
    }

    private static boolean says(Member member, String words) {
        try {
            return member.says(words);
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts one more. */
    public Member add(String name, List<String> arguments) throws IOException {
        var member = new Member(name, command.apply(arguments), terrain.log(name), terrain.scratch());
        members.put(name, member);
        member.start();
        return member;
    }

    /** Waits until it has said that it is up, in its first life. */
    public void awaitUp(Member member) throws FleetFailed, InterruptedException {
        long end = System.nanoTime() + OPENS_WITHIN.toNanos();
        while (UP.stream().noneMatch(words -> says(member, words))) {
            if (!member.alive() || System.nanoTime() > end) {
                throw new FleetFailed(member.name() + " does not come up: " + member.lastWords());
            }
            Thread.sleep(LOOK);
        }
    }

    /** The process of this name, which has to be one of the fleet. */
    public Member member(String name) {
        return Objects.requireNonNull(members.get(name), name);
    }

    /** All of them, the broker first. */
    public List<Member> members() {
        return List.copyOf(members.values());
    }

    /** How often each ended by itself and was started again. */
    public Map<String, Integer> fell() {
        return new TreeMap<>(fell);
    }

    /** Waits for it, and meanwhile starts again who has ended by himself, as a service manager does. */
    public void watch(BooleanSupplier condition) throws IOException, FleetFailed, InterruptedException {
        while (!condition.getAsBoolean()) {
            for (Member member : members.values()) {
                if (!member.alive()) {
                    revive(member);
                }
            }
            Thread.sleep(LOOK);
        }
    }

    private void revive(Member member) throws IOException, FleetFailed {
        if (fell.merge(member.name(), 1, Integer::sum) > FALLS_MAX) {
            throw new FleetFailed(member.name() + " does not stay up: " + member.lastWords());
        }
        progress.accept(member.name() + " ended by itself; started again");
        member.start();
    }

    /** All but the broker stop, the last first, so that what is journaled gets to the bus before anybody counts. */
    public void quiet() throws IOException, FleetFailed {
        for (Member member : new ArrayList<>(members.values()).reversed()) {
            if (!member.name().equals(BROKER)) {
                member.close();
            }
        }
        Member broker = members.get(BROKER);
        if (!broker.alive()) {
            revive(broker);
        }
    }

    /** Ends every process, the broker last. */
    @Override
    public void close() {
        new ArrayList<>(members.values()).reversed().forEach(Member::close);
    }
}
