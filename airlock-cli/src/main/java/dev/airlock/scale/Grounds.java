package dev.airlock.scale;

import dev.airlock.fleet.Fleet;
import dev.airlock.fleet.FleetFailed;
import dev.airlock.fleet.Sightings;
import dev.airlock.fleet.Terrain;
import dev.airlock.schemas.model.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A road of processes with any number of executors, and who sends to it. For one thread.
 *
 * @param fleet broker, policy, snaft, gateway, ledger and executors
 * @param terrain what they stand on
 * @param sightings the tokens
 */
public record Grounds(Fleet fleet, Terrain terrain, Sightings sightings) implements AutoCloseable {
    private static final int CALLERS_PER_EXECUTOR = 4;
    /** Partitions are dealt anew while executors come, and everybody compiles what he does. */
    private static final Duration WARMING = Duration.ofSeconds(15);

    private static final List<String> SERVICES = List.of("policy", "snaft", "gateway", "ledger");

    /**
     * Where and with what.
     *
     * @param root a directory with nothing in it but, perhaps, images
     * @param command from the arguments of {@code airlock} to a whole command line
     * @param backend what is to run the intents
     * @param slots of each executor
     * @param executorsMost how many executors may ever join
     * @param progress told in a line what is being done
     */
    public record Plan(
            Path root,
            UnaryOperator<List<String>> command,
            Backend backend,
            int slots,
            int executorsMost,
            Consumer<String> progress) {}

    /** Starts it with so many executors, and uses it until it is warm. */
    public static Grounds open(Plan plan, int executors) throws IOException, FleetFailed, InterruptedException {
        List<String> names = IntStream.range(0, plan.executorsMost())
                .mapToObj(Grounds::executor)
                .toList();
        Terrain terrain = Terrain.lay(plan.root(), plan.backend(), names, plan.slots(), plan.progress());
        Map<String, List<String>> others = new LinkedHashMap<>();
        SERVICES.forEach(service -> others.put(service, terrain.service(service)));
        names.stream().limit(executors).forEach(name -> others.put(name, terrain.executor(name)));
        Fleet fleet = Fleet.start(terrain, plan.command(), others, plan.progress());
        var grounds = new Grounds(fleet, terrain, new Sightings(terrain.bus(), terrain.ring()));
        boolean open = false;
        try (Traffic first = new Traffic(terrain, plan.backend(), "print(6 * 7)", "open", grounds.sightings())) {
            first.closed(CALLERS_PER_EXECUTOR * executors, WARMING);
            plan.progress()
                    .accept("the road is open: " + fleet.members().size() + " processes, " + executors
                            + " of them executors");
            open = true;
            return grounds;
        } finally {
            if (!open) {
                grounds.close();
            }
        }
    }

    /** The name of an executor, counted from 0. */
    static String executor(int number) {
        return "executor-" + (char) ('a' + number);
    }

    /** One more executor joins, while work goes on. */
    void join(int number) throws IOException, FleetFailed, InterruptedException {
        fleet.awaitUp(fleet.add(executor(number), terrain.executor(executor(number))));
    }

    @Override
    public void close() {
        sightings.close();
        fleet.close();
    }
}
