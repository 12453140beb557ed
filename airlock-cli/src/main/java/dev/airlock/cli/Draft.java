package dev.airlock.cli;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.DelegationChain;
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
 * @param delegation what it rests on, if it is on behalf of somebody else
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
        Mode mode,
        Optional<DelegationChain> delegation) {
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
                    timeoutMillis(),
                    memoryMib,
                    backend,
                    now,
                    UUID.randomUUID().toString());
            return bare.with(inputs, outputs)
                    .in(mode)
                    .on(delegation.map(DelegationChain::delegations).orElse(List.of()));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock run --help");
        }
    }

    /** As it is asked for, 0 for the default; what rests on a delegation asks for no more than that gives, and for something. */
    int timeoutMillis() {
        int asked = Math.toIntExact(Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        return asked > 0
                ? asked
                : delegation
                        .map(chain -> Math.min(
                                Math.toIntExact(DEFAULT.toMillis()),
                                chain.leaf().rights().timeoutMillis()))
                        .orElse(0);
    }

    /** How long the run may take. */
    Duration patience() {
        return timeout.isZero() ? DEFAULT : timeout;
    }
}
