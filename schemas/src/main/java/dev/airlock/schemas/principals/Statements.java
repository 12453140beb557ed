package dev.airlock.schemas.principals;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an operator may say next of a principal, made from what was said before. Pure. Every method fails with an {@link IllegalArgumentException}
 * that says what would be right; what it returns, {@link Principals#after} keeps.
 */
public final class Statements {
    private final Principals before;
    private final String reason;
    private final Instant now;

    /** @param reason why; one line of 256 characters at most, kept for ever */
    public Statements(Principals before, String reason, Instant now) {
        this.before = before;
        this.reason = reason;
        this.now = now;
    }

    /** The first word on somebody. */
    public Principal add(String identity, Origin origin, KeyId key, Duration validity) {
        if (!before.history(identity).isEmpty()) {
            throw new IllegalArgumentException(identity
                    + " is there already; rotate gives it another key, and a name that was revoked is not given again");
        }
        return new Principal(
                identity, origin, key.value(), now, now.plus(validity), 1, 1, Optional.empty(), reason, now);
    }

    /**
     * Another key of the next epoch.
     *
     * @param keepOld whether the keys of before go on to count, each to its own end
     */
    public Principal rotate(String identity, KeyId key, Duration validity, boolean keepOld) {
        List<Principal> history = known(identity);
        int epoch = Math.addExact(highest(history), 1);
        return new Principal(
                identity,
                history.getFirst().origin(),
                key.value(),
                now,
                now.plus(validity),
                epoch,
                keepOld ? before.minEpoch(identity) : epoch,
                Optional.empty(),
                reason,
                after(history));
    }

    /**
     * Takes a key back, or every key of a principal.
     *
     * @param who an identity, or a key's id
     */
    public List<Principal> revoke(String who) {
        boolean key = who.startsWith("ed25519:");
        List<Principal> named = key
                ? before.latest(new KeyId(who)).stream().toList()
                : known(who).stream()
                        .map(Principal::keyId)
                        .distinct()
                        .map(id -> before.latest(new KeyId(id)).orElseThrow())
                        .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("nobody has " + who + "; airlock principal list --all has all keys");
        }
        List<Principal> open =
                named.stream().filter(said -> said.revokedAt().isEmpty()).toList();
        if (open.isEmpty()) {
            throw new IllegalArgumentException(who + " is revoked already");
        }
        return open.stream().map(this::revoked).toList();
    }

    private Principal revoked(Principal said) {
        return new Principal(
                said.identity(),
                said.origin(),
                said.keyId(),
                said.validFrom(),
                said.validUntil(),
                said.epoch(),
                before.minEpoch(said.identity()),
                Optional.of(now),
                reason,
                after(before.history(said.identity())));
    }

    private List<Principal> known(String identity) {
        List<Principal> history = before.history(identity);
        if (history.isEmpty()) {
            throw new IllegalArgumentException("nobody is called " + identity + "; airlock principal list has all");
        }
        return history;
    }

    private static int highest(List<Principal> history) {
        return history.stream().mapToInt(Principal::epoch).max().orElseThrow();
    }

    /** Now; or as the last word, where a clock went back since. */
    private Instant after(List<Principal> history) {
        Instant last = history.getLast().statedAt();
        return now.isBefore(last) ? last : now;
    }
}
