package dev.airlock.schemas.principals;

import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Revocation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who holds which key: what the operators said of it, in the order of the records. A record that contradicts what stands changes nothing.
 * Nothing is ever forgotten, so that who held a key at a time can be asked for ever. Immutable, safe for any thread.
 */
public final class Principals {
    private final Set<KeyId> services;
    private final Map<String, List<Principal>> records;
    private final Map<KeyId, Owner> owners;
    private final Revocations revocations;

    /** Whose a key is for ever, and the key itself, decoded once. */
    private record Owner(String identity, VerifyingKey key) {}

    private Principals(
            Set<KeyId> services,
            Map<String, List<Principal>> records,
            Map<KeyId, Owner> owners,
            Revocations revocations) {
        this.services = services;
        this.records = records;
        this.owners = owners;
        this.revocations = revocations;
    }

    /**
     * No principals yet.
     *
     * @param services the keys of the key directory, which no principal may have
     */
    public static Principals none(Set<KeyId> services) {
        return new Principals(Set.copyOf(services), Map.of(), Map.of(), Revocations.NONE);
    }

    /** What became of a record. */
    public sealed interface Reading {
        /** It stands. */
        record Kept(Principals principals) implements Reading {}

        /** It changes nothing, for this reason. */
        record Refused(String reason) implements Reading {}
    }

    /** These principals after {@code said}, whose signature was checked. */
    public Reading after(Principal said) {
        KeyId key;
        VerifyingKey decoded;
        try {
            key = new KeyId(said.keyId());
            decoded = key.key();
        } catch (IllegalArgumentException e) {
            return new Reading.Refused("key_id " + said.keyId() + ": " + e.getMessage());
        }
        Optional<String> fault = fault(said, key);
        if (fault.isPresent()) {
            return new Reading.Refused(fault.get());
        }
        var newRecords = new HashMap<>(records);
        newRecords.put(
                said.identity(),
                Stream.concat(of(said.identity()), Stream.of(said)).toList());
        var newOwners = new HashMap<>(owners);
        newOwners.put(key, new Owner(said.identity(), decoded));
        return new Reading.Kept(new Principals(services, Map.copyOf(newRecords), Map.copyOf(newOwners), revocations));
    }

    /**
     * These principals after somebody has taken a delegation back, whose signature was checked.
     *
     * @param by the key that he signed with
     * @param operator whether that is an operator's key of the key directory
     */
    public Reading after(Revocation said, KeyId by, boolean operator) {
        return revocations
                .fault(said, by, operator)
                .<Reading>map(Reading.Refused::new)
                .orElseGet(() -> new Reading.Kept(
                        new Principals(services, records, owners, revocations.after(said, by, operator))));
    }

    /** Why a delegation counts no more, as an operator says or one of {@code issuers}; empty if none has taken it back. */
    public Optional<String> takenBack(String delegation, Set<KeyId> issuers) {
        return revocations.of(delegation, issuers);
    }

    /**
     * How {@code key} stands as one that takes something back: whoever has it or had it may, for less may always be wanted. Keys of the key directory are
     * not known here.
     */
    public Standing everHeld(KeyId key) {
        Owner owner = owners.get(key);
        return owner == null
                ? new Standing.Stranger()
                : new Standing.Speaks(
                        new Speaker(owner.identity(), latest(key).orElseThrow().origin()), owner.key());
    }

    private Optional<String> fault(Principal said, KeyId key) {
        if (services.contains(key)) {
            return Optional.of(key + " is a key of the key directory; a principal needs a key of its own");
        }
        String owner = ownerOf(key).orElse(said.identity());
        if (!owner.equals(said.identity())) {
            return Optional.of(key + " belongs to " + owner + ", and not to " + said.identity());
        }
        Optional<Principal> last = of(said.identity()).reduce((_, later) -> later);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        if (last.get().origin() != said.origin()) {
            return Optional.of(said.identity() + " is of the class "
                    + last.get().origin() + " and cannot become " + said.origin() + "; add another principal");
        }
        if (said.statedAt().isBefore(last.get().statedAt())) {
            return Optional.of("stated_at " + said.statedAt() + " is before the last record of " + said.identity()
                    + ", which is of " + last.get().statedAt());
        }
        if (said.minEpoch() < minEpoch(said.identity(), _ -> true)) {
            return Optional.of("min_epoch " + said.minEpoch() + " goes back; " + said.identity() + " has "
                    + minEpoch(said.identity(), _ -> true));
        }
        return latest(key, _ -> true).flatMap(before -> contradiction(before, said));
    }

    private static Optional<String> contradiction(Principal before, Principal said) {
        if (before.revokedAt().isPresent()) {
            return Optional.of(
                    said.keyId() + " was revoked, which is for good; give " + said.identity() + " a new key");
        }
        if (said.epoch() < before.epoch()) {
            return Optional.of("epoch " + said.epoch() + " goes back; " + said.keyId() + " has " + before.epoch());
        }
        return Optional.empty();
    }

    /** How {@code key} is held now: every record counts, whatever the clock of the operator who made it. */
    public Tenure now(KeyId key, Instant now) {
        return tenure(key, now, _ -> true);
    }

    /** The same for who wants to check a signature. */
    public Standing standing(KeyId key, Instant now) {
        return switch (now(key, now)) {
            case Tenure.Holder(String identity, Origin origin) ->
                new Standing.Speaks(
                        new Speaker(identity, origin), owners.get(key).key());
            case Tenure.Unknown _ -> new Standing.Stranger();
            case Tenure.Revoked(String identity, Instant since, String reason) ->
                new Standing.Barred(key + " of " + identity + " is revoked since " + since + ": " + reason);
            case Tenure.Expired(String identity, Instant since) ->
                new Standing.Barred(key + " of " + identity + " has expired at " + since);
            case Tenure.NotYet(String identity, Instant from) ->
                new Standing.Barred(key + " of " + identity + " counts from " + from + " on");
            case Tenure.OldEpoch(String identity, int epoch, int minEpoch) ->
                new Standing.Barred(key + " of " + identity + " is of epoch " + epoch
                        + ", and the least that counts is " + minEpoch);
        };
    }

    /**
     * How {@code key} was held at {@code time}, by the records that had been made by then; a revocation counts from its own time on, also
     * one that was said later.
     */
    public Tenure at(KeyId key, Instant time) {
        return tenure(key, time, said -> !said.statedAt().isAfter(time));
    }

    private Tenure tenure(KeyId key, Instant time, Predicate<Principal> counts) {
        Optional<Principal> revoked = latest(
                key,
                said -> said.revokedAt().filter(since -> !since.isAfter(time)).isPresent());
        if (revoked.isPresent()) {
            Principal said = revoked.get();
            return new Tenure.Revoked(said.identity(), said.revokedAt().orElseThrow(), said.reason());
        }
        return latest(key, counts).map(said -> tenure(said, time, counts)).orElseGet(Tenure.Unknown::new);
    }

    private Tenure tenure(Principal said, Instant time, Predicate<Principal> counts) {
        int minEpoch = minEpoch(said.identity(), counts);
        if (said.epoch() < minEpoch) {
            return new Tenure.OldEpoch(said.identity(), said.epoch(), minEpoch);
        }
        if (time.isBefore(said.validFrom())) {
            return new Tenure.NotYet(said.identity(), said.validFrom());
        }
        if (!time.isBefore(said.validUntil())) {
            return new Tenure.Expired(said.identity(), said.validUntil());
        }
        return new Tenure.Holder(said.identity(), said.origin());
    }

    /** The last word on {@code key}; empty if there is none. */
    public Optional<Principal> latest(KeyId key) {
        return latest(key, _ -> true);
    }

    /** The least epoch of a key of {@code identity} that counts; 1 if nobody is called that. */
    public int minEpoch(String identity) {
        return minEpoch(identity, _ -> true);
    }

    /** Everybody whom an operator has spoken of, sorted. */
    public List<String> identities() {
        return records.keySet().stream().sorted().toList();
    }

    /** Every record about {@code identity}, the first one first; none if nobody is called that. */
    public List<Principal> history(String identity) {
        return records.getOrDefault(identity, List.of());
    }

    private Optional<String> ownerOf(KeyId key) {
        return Optional.ofNullable(owners.get(key)).map(Owner::identity);
    }

    private Stream<Principal> of(String identity) {
        return history(identity).stream();
    }

    private Optional<Principal> latest(KeyId key, Predicate<Principal> counts) {
        return ownerOf(key).stream()
                .flatMap(this::of)
                .filter(said -> said.keyId().equals(key.value()))
                .filter(counts)
                .reduce((_, later) -> later);
    }

    private int minEpoch(String identity, Predicate<Principal> counts) {
        return of(identity).filter(counts).mapToInt(Principal::minEpoch).max().orElse(1);
    }
}
