package dev.airlock.bench;

import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the time goes between topics: the mean distance of the broker's append times, for intents that came one at a time, so that
 * the n-th record of a partition is about the same intent on every topic. The append times are whole milliseconds; their mean over
 * many is finer.
 */
final class Stages {
    private static final List<Topic> ROAD = List.of(Topic.INTENTS, Topic.SCREENED, Topic.ORDERS, Topic.TOKENS);

    private Stages() {}

    /** One line, such as {@code intents to screened 2.1 ms, screened to orders 3.0 ms, orders to tokens 9.8 ms}. */
    static String text(Bus bus) throws BenchFailed {
        List<String> parts = new ArrayList<>();
        for (int i = 1; i < ROAD.size(); i++) {
            parts.add(String.format(
                    Locale.ROOT,
                    "%s to %s %.2f ms",
                    word(ROAD.get(i - 1)),
                    word(ROAD.get(i)),
                    meanMillis(bus, ROAD.get(i - 1), ROAD.get(i))));
        }
        return String.join(", ", parts);
    }

    private static String word(Topic topic) {
        return topic.name().toLowerCase(Locale.ROOT);
    }

    private static double meanMillis(Bus bus, Topic from, Topic to) throws BenchFailed {
        long sum = 0;
        long count = 0;
        for (int partition = 0; partition < from.partitions(); partition++) {
            List<Long> before = appended(bus, from, partition);
            List<Long> after = appended(bus, to, partition);
            for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
                sum += after.get(i) - before.get(i);
                count++;
            }
        }
        return count == 0 ? 0 : (double) sum / count;
    }

    private static List<Long> appended(Bus bus, Topic topic, int partition) throws BenchFailed {
        List<Long> times = new ArrayList<>();
        try {
            Replay.partition(
                    bus,
                    Station.CONSOLE,
                    topic,
                    partition,
                    record -> times.add(record.appendedAt().toEpochMilli()));
        } catch (BusUnreachable e) {
            throw new BenchFailed(e.getMessage(), "airlock doctor", e);
        }
        return times;
    }
}
