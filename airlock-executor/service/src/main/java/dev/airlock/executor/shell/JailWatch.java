package dev.airlock.executor.shell;

import dev.airlock.jail.model.JailSettings;
import dev.airlock.jail.model.Observation;
import dev.airlock.jail.model.Observation.Position;
import dev.airlock.jail.shell.Jail;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shuts the executor's jail in its two phases, and says once which locks are on. */
final class JailWatch {
    private static final Logger LOG = LoggerFactory.getLogger(JailWatch.class);

    private final Jail jail;

    private JailWatch(Jail jail) {
        this.jail = jail;
    }

    /** Puts the filter of the start on, before anything of the executor is there. */
    static JailWatch begin(JailSettings settings) throws IOException {
        JailWatch watch = new JailWatch(Jail.of(settings));
        watch.jail.begin();
        return watch;
    }

    /** Puts the filter of the run on. */
    void settle() throws IOException {
        List<Observation> seen = jail.settle();
        LOG.info(
                "jail {}",
                seen.stream().map(lock -> lock.lock() + "=" + lock.position()).collect(Collectors.joining(" ")));
        seen.stream()
                .filter(lock -> lock.position() != Position.ON)
                .forEach(lock -> LOG.warn(
                        "jail lock={} seen=\"{}\" fix=\"{}\"",
                        lock.lock(),
                        lock.seen(),
                        lock.lock().fix()));
    }
}
