package dev.airlock.cli;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.Reach;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.PrincipalHistory;
import dev.airlock.road.Sender;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.principals.Statements;
import dev.airlock.schemas.wire.Codecs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The principals of a data directory for one command: what was said of them, and what the operator says next. */
final class PrincipalDesk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Reach reach;
    private final KeyFiles keys;
    private final PrincipalHistory history;

    private PrincipalDesk(Reach reach, KeyFiles keys, PrincipalHistory history) {
        this.reach = reach;
        this.keys = keys;
        this.history = history;
    }

    /** What an operator says, made from what was said. */
    interface Saying {
        List<Principal> from(Statements statements);
    }

    static PrincipalDesk open(DataDirectory data) throws IOException, Trouble {
        Reach reach = TokenSource.reach(data);
        try {
            Topics.ensure(reach.bus(), (short) 1);
            var keys = new KeyFiles(data.keys(), new SecureRandom());
            return new PrincipalDesk(reach, keys, PrincipalHistory.read(reach.bus(), keys.ring()));
        } catch (BusUnreachable | TopicsDisagree e) {
            reach.close();
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock doctor");
        } catch (IOException | RuntimeException e) {
            reach.close();
            throw e;
        }
    }

    PrincipalHistory history() {
        return history;
    }

    KeyFiles keys() {
        return keys;
    }

    static Instant now() {
        return InstantSource.system().instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Says it, signed by the operator; nothing is sent of it unless all of it would be kept. */
    List<Principal> say(String reason, Saying saying) throws IOException, Trouble {
        List<Principal> said;
        try {
            said = saying.from(new Statements(history.principals(), reason, now()));
            requireKept(said);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock principal --help");
        }
        SigningKey operator = keys.loadOrCreate("operator");
        try (Sender sender = Sender.of(reach.bus(), Station.OPERATOR, PATIENCE)) {
            for (Principal one : said) {
                send(sender, one, operator);
            }
        }
        return said;
    }

    private void requireKept(List<Principal> said) {
        Principals principals = history.principals();
        for (Principal one : said) {
            principals = kept(principals.after(one));
        }
    }

    private static Principals kept(Principals.Reading reading) {
        return switch (reading) {
            case Principals.Reading.Kept(Principals now) -> now;
            case Principals.Reading.Refused(String reason) -> throw new IllegalArgumentException(reason);
        };
    }

    private static void send(Sender sender, Principal one, SigningKey operator) throws Trouble {
        Delivery delivery = sender.send(Outbound.byKey(
                        Topic.PRINCIPALS,
                        one.identity().getBytes(StandardCharsets.UTF_8),
                        Codecs.PRINCIPAL.seal(one, operator)))
                .toCompletableFuture()
                .join();
        if (!(delivery instanceof Delivery.Delivered)) {
            throw new Trouble(Exit.UNAVAILABLE, "not taken: " + delivery, "airlock status");
        }
    }

    /** When what was said counts. */
    String effect() {
        return reach.live() ? "in force" : "recorded; it counts from the next start of a node on";
    }

    @Override
    public void close() {
        reach.close();
    }
}
