package dev.airlock.executor.model;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a sandbox saw of one run. Nothing in it is judged yet.
 *
 * @param site where it ran
 * @param end how it ended
 * @param stdout standard output, as far as it was kept
 * @param stderr standard error, as far as it was kept
 * @param truncated whether it wrote more
 * @param calls what it called
 * @param ran how long, by the sandbox's own monotonic clock
 * @param files those of the wanted that it left; none unless it ended by itself
 * @param recording the world that it lived in, for a sandbox that can play it again; else empty
 * @param strayed how it left the recording that it was played; empty if it did not, or was played none
 */
public record Trace(
        Site site,
        End end,
        Bytes stdout,
        Bytes stderr,
        boolean truncated,
        Calls calls,
        Duration ran,
        List<NamedFile> files,
        Bytes recording,
        Optional<String> strayed) {
    public Trace {
        files = List.copyOf(files);
    }

    /** A run that left no files, and cannot be played again. */
    public Trace(Site site, End end, Bytes stdout, Bytes stderr, boolean truncated, Calls calls, Duration ran) {
        this(site, end, stdout, stderr, truncated, calls, ran, List.of(), Bytes.EMPTY, Optional.empty());
    }

    /** The same run, ended from outside before anybody could use what it did. */
    public Trace stoppedBy(Offence offence) {
        return new Trace(site, new End.Stopped(offence), stdout, stderr, truncated, calls, ran);
    }

    /** How a run ended. */
    public sealed interface End {
        /** By itself. */
        record Exited(int code) implements End {}

        /** The sandbox ended it. */
        record Stopped(Offence offence) implements End {}

        /** The guest or the sandbox failed. */
        record Broke(Cause cause, String reason) implements End {}
    }

    /** Whose failure it was. */
    public enum Cause {
        /** The guest did something that no program of this machine can do. */
        GUEST,
        /** The sandbox could not do its part. */
        SANDBOX
    }
}
