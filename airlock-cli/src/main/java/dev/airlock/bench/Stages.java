package dev.airlock.bench;

import dev.airlock.bench.Completions.Span;
import dev.airlock.bench.model.Row;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the time goes, for intents that came one at a time, so that the n-th record of a partition is about the same intent on
 * every topic. What separates two stages is the broker's append time, which is in whole milliseconds; around the run it is the
 * executor's own clock, which is finer.
 */
final class Stages {
    private static final String UNIT = "ms";
    private static final List<Topic> HOPS = List.of(Topic.INTENTS, Topic.SCREENED, Topic.ORDERS, Topic.TOKENS);

    private final Measurement measurement;
    private final int newest;

    /**
     * @param newest how many intents are looked at, the newest ones of each partition; those before were the warm-up
     */
    Stages(Measurement measurement, int newest) {
        this.measurement = measurement;
        this.newest = newest;
    }

    /** A row for each way from one topic to the next. */
    List<Row> between(Way way) throws BenchFailed, IOException {
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < HOPS.size(); i++) {
            Topic from = HOPS.get(i - 1);
            Topic to = HOPS.get(i);
            String stage = way.label() + ": " + word(from) + " to " + word(to);
            for (int partition = 0; partition < to.partitions(); partition++) {
                List<Inbound> before = records(way.bus(), from, partition);
                List<Inbound> after = records(way.bus(), to, partition);
                for (int n = 0; n < paired(stage, before, after); n++) {
                    add(stage, before.get(n).appendedAt(), after.get(n).appendedAt());
                }
            }
            rows.add(Row.time(stage, UNIT, measurement.samples(stage)));
        }
        return rows;
    }

    /** A row for what is before a run and one for what is behind it, at the executor. */
    List<Row> aroundTheRun(Bus bus, Completions completions) throws BenchFailed, IOException {
        String before = "road: order to start of run";
        String after = "road: end of run to token";
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            List<Inbound> orders = records(bus, Topic.ORDERS, partition);
            List<Inbound> tokens = records(bus, Topic.TOKENS, partition);
            for (int n = 0; n < paired(before, orders, tokens); n++) {
                Span span = completions.spanOf(
                        tokens.get(n).toString(), tokens.get(n).value());
                add(before, orders.get(n).appendedAt(), span.started());
                add(after, span.ended(), tokens.get(n).appendedAt());
            }
        }
        return List.of(
                Row.time(before, UNIT, measurement.samples(before)), Row.time(after, UNIT, measurement.samples(after)));
    }

    private void add(String stage, Instant from, Instant to) throws IOException {
        measurement.add(stage, UNIT, Duration.between(from, to).toNanos() / 1e6);
    }

    private static int paired(String stage, List<Inbound> before, List<Inbound> after) throws BenchFailed {
        if (before.size() != after.size()) {
            throw new BenchFailed(
                    stage + ": " + before.size() + " records became " + after.size() + " in one partition", "");
        }
        return before.size();
    }

    private static String word(Topic topic) {
        return topic.name().toLowerCase(Locale.ROOT);
    }

    private List<Inbound> records(Bus bus, Topic topic, int partition) throws BenchFailed {
        List<Inbound> records = new ArrayList<>();
        try {
            Replay.partition(bus, Station.CONSOLE, topic, partition, record -> {
                if (Latency.isOurs(record.key())) {
                    records.add(record);
                }
            });
        } catch (BusUnreachable e) {
            throw new BenchFailed(e.getMessage(), "airlock doctor", e);
        }
        int share = newest / topic.partitions();
        return records.subList(Math.max(0, records.size() - share), records.size());
    }
}
