package dev.airlock.cli;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person asked for, before it has an id and a time.
 *
 * @param payload at most 1 MiB
 * @param origin what to lower the key's origin to, if anything
 * @param timeout zero for the default
 * @param inputs with the payload at most 1 MiB
 * @param outputs names below /out
 * @param mode enforce, or audit
 */
record Draft(
        String intent,
        Bytes payload,
        Optional<Origin> origin,
        Duration timeout,
        int memoryMib,
        Backend backend,
        Optional<String> session,
        Optional<String> id,
        List<NamedFile> inputs,
        List<String> outputs,
        Mode mode) {
    private static final Duration DEFAULT = Duration.ofSeconds(10);

    /** The intent; it lives on the bus. */
    Intent intent(Origin ofTheKey, Instant now) throws Trouble {
        try {
            Intent bare = new Intent(
                    id.orElseGet(() -> UUID.randomUUID().toString()),
                    session.orElse("cli-" + ProcessHandle.current().pid()),
                    intent,
                    System.getProperty("user.name", "nobody") + ".aint",
                    origin.orElse(ofTheKey),
                    Lane.BUS,
                    "",
                    payload,
                    Math.toIntExact(Math.min(timeout.toMillis(), Integer.MAX_VALUE)),
                    memoryMib,
                    backend,
                    now,
                    UUID.randomUUID().toString());
            return bare.with(inputs, outputs).in(mode);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock run --help");
        }
    }

    /** How long the run may take. */
    Duration patience() {
        return timeout.isZero() ? DEFAULT : timeout;
    }
}
