package dev.airlock.node.dials;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;

/** The numbers of one process as Prometheus reads them: the services' own, read when somebody asks, and the JVM's. Any thread. */
public final class Dials implements AutoCloseable {
    private static final String COUNTER_ENDING = "_total";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    /** The registry holds what it reads weakly; nobody else does. */
    private final Queue<DoubleSupplier> held = new ConcurrentLinkedQueue<>();

    /** With the JVM's numbers: memory, collections, threads, processor, uptime. */
    public Dials() {
        for (MeterBinder jvm : List.of(
                new JvmMemoryMetrics(),
                collections,
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics())) {
            jvm.bindTo(registry);
        }
    }

    /**
     * Shows a number from now on.
     *
     * @param reading is asked for it, on any thread, and must not wait
     */
    public void show(Dial dial, DoubleSupplier reading) {
        held.add(reading);
        switch (dial.kind()) {
            case COUNTER ->
                FunctionCounter.builder(
                                dial.label().substring(0, dial.label().length() - COUNTER_ENDING.length()),
                                reading,
                                DoubleSupplier::getAsDouble)
                        .description(dial.means())
                        .register(registry);
            case GAUGE ->
                Gauge.builder(dial.label(), reading, DoubleSupplier::getAsDouble)
                        .description(dial.means())
                        .register(registry);
        }
    }

    /** All numbers, in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
