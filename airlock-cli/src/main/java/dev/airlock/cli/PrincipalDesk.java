package dev.airlock.cli;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.Reach;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.PrincipalHistory;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.principals.Statements;
import dev.airlock.schemas.wire.Codecs;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The principals of a data directory for one command: what was said of them, and what the operator says next. */
final class PrincipalDesk implements AutoCloseable {
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
        try (OperatorPost post = OperatorPost.to(reach.bus())) {
            for (Principal one : said) {
                post.send(Topic.PRINCIPALS, one.identity(), Codecs.PRINCIPAL.seal(one, operator), "the word on a key");
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

    /** Takes a delegation back, signed by {@code key}; nothing is sent that would change nothing. */
    void takeBack(Revocation said, SigningKey key) throws IOException, Trouble {
        boolean operator = keys.ring()
                .holder(key.id())
                .filter(holder -> holder.role() == KeyRole.OPERATOR)
                .isPresent();
        try {
            var _ = kept(history.principals().after(said, key.id(), operator));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock delegate list");
        }
        OperatorPost.send(
                reach.bus(), Topic.PRINCIPALS, said.hash(), Codecs.REVOCATION.seal(said, key), "the revocation");
    }

    /** When what was said counts. */
    String effect() {
        return OperatorPost.effect(reach);
    }

    @Override
    public void close() {
        reach.close();
    }
}
