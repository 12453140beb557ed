package dev.airlock.schemas.keys;

import static dev.airlock.schemas.keys.SignatureRejected.Reason.OUT_OF_TERM;
import static dev.airlock.schemas.keys.SignatureRejected.Reason.REVOKED;
import static dev.airlock.schemas.keys.SignatureRejected.Reason.UNKNOWN_KEY;
import static dev.airlock.schemas.keys.SignatureRejected.Reason.WRONG_ROLE;

import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.Origin;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Which keys are trusted, and for what. Every key is decoded and checked when the ring is made; a key that somebody
 * merely sends is never even decoded. Immutable, safe for any thread.
 *
 * <p>As {@link CallerKeys} it knows the operators and the machine's own user; the services' keys want nothing.
 */
public final class KeyRing implements CallerKeys {
    private final SequencedMap<KeyId, Entry> entries;
    private final Clock clock;

    /** What time it is for a key's term; whoever reads what is past asks for none. */
    private interface Clock {
        Optional<Instant> now();
    }

    private record Entry(Holder holder, VerifyingKey key, KeyTerm term) {}

    /**
     * Who holds a key.
     *
     * @param role what the key may sign
     * @param name for people; it stands in screenings, orders and tokens, so it is one line of 1 to 128 characters; trust does
     *     not hang on it
     */
    public record Holder(KeyRole role, String name) {
        private static final int NAME_MAX = 128;

        /** @throws IllegalArgumentException if the name is unfit */
        public Holder {
            if (name.isBlank() || !Line.fit(name, NAME_MAX).equals(name)) {
                throw new IllegalArgumentException("the holder of a " + role.label() + " key needs a name of 1 to "
                        + NAME_MAX + " characters without control characters");
            }
        }
    }

    private KeyRing(SequencedMap<KeyId, Entry> entries, Clock clock) {
        this.entries = Collections.unmodifiableSequencedMap(entries);
        this.clock = clock;
    }

    /**
     * A ring of these keys. An empty one trusts nobody.
     *
     * @throws IllegalArgumentException if an id names no usable key
     */
    public static KeyRing of(Map<KeyId, Holder> holders) {
        return of(holders, Map.of());
    }

    /**
     * The same, with the terms of those keys that do not count at any time, by the clock of this machine.
     *
     * @throws IllegalArgumentException if an id names no usable key
     */
    public static KeyRing of(Map<KeyId, Holder> holders, Map<KeyId, KeyTerm> terms) {
        return of(holders, terms, InstantSource.system());
    }

    /**
     * The same by another clock.
     *
     * @throws IllegalArgumentException if an id names no usable key
     */
    public static KeyRing of(Map<KeyId, Holder> holders, Map<KeyId, KeyTerm> terms, InstantSource clock) {
        var keys = new LinkedHashMap<VerifyingKey, Holder>();
        holders.forEach((id, holder) -> keys.put(id.key(), holder));
        return ofKeys(keys, terms, clock);
    }

    /**
     * A ring of whole keys, which it takes to verify what hybrid ones sealed.
     *
     * @throws IllegalArgumentException if a hybrid key is none of a sealer, or if its Ed25519 half stands there as a key too: whoever holds that half
     *     could seal with it alone
     */
    public static KeyRing ofKeys(Map<VerifyingKey, Holder> holders, Map<KeyId, KeyTerm> terms) {
        return ofKeys(holders, terms, InstantSource.system());
    }

    private static KeyRing ofKeys(Map<VerifyingKey, Holder> holders, Map<KeyId, KeyTerm> terms, InstantSource clock) {
        var entries = new LinkedHashMap<KeyId, Entry>();
        var halves = new HashMap<VerifyingKey, KeyId>();
        holders.forEach((key, holder) -> {
            KeyId other = halves.putIfAbsent(key.first(), key.id());
            if (other != null) {
                throw new IllegalArgumentException(
                        key.id() + " and " + other + " have one Ed25519 key; remove the .pub file of one of them");
            }
            if (key.id().isHybrid() && !KeyRole.SEALERS.contains(holder.role())) {
                throw new IllegalArgumentException(
                        "only gateways and executors have hybrid keys, and " + holder.name() + " is none");
            }
            entries.put(key.id(), new Entry(holder, key, terms.getOrDefault(key.id(), KeyTerm.ALWAYS)));
        });
        return new KeyRing(entries, () -> Optional.of(clock.instant()));
    }

    /** The same ring for reading what is past: keys whose term is over count, revoked ones too, as {@link #verifyPast} has it. */
    public KeyRing past() {
        return new KeyRing(entries, Optional::empty);
    }

    /** The same keys at any time, as if none had a term: for asking who signed something, not whether it counts. */
    public KeyRing timeless() {
        var always = new LinkedHashMap<KeyId, Entry>();
        entries.forEach((id, entry) -> always.put(id, new Entry(entry.holder(), entry.key(), KeyTerm.ALWAYS)));
        return new KeyRing(always, clock);
    }

    /** The same ring of keys that are {@link VerifyingKey#remembering}. */
    public KeyRing remembering() {
        var same = new LinkedHashMap<KeyId, Entry>();
        entries.forEach((id, entry) ->
                same.put(id, new Entry(entry.holder(), entry.key().remembering(), entry.term())));
        return new KeyRing(same, clock);
    }

    /** Who holds this key; empty if it is not trusted. */
    public Optional<Holder> holder(KeyId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::holder);
    }

    /** From when until when this key counts; empty if it is not trusted. */
    public Optional<KeyTerm> term(KeyId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::term);
    }

    @Override
    public Standing of(KeyId id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return new Standing.Stranger();
        }
        Optional<String> over = over(id, entry);
        if (over.isPresent()) {
            return new Standing.Barred(over.get());
        }
        Holder holder = entry.holder();
        return switch (holder.role()) {
            case OPERATOR -> new Standing.Speaks(new Speaker(holder.name(), Origin.OPERATOR), entry.key());
            case LOCAL -> new Standing.Speaks(new Speaker(holder.name(), Origin.LOCAL), entry.key());
            case POLICY, OBSERVER, SNAFT, GATEWAY, EXECUTOR, LEDGER, WITNESS ->
                new Standing.Barred(id + " is a " + holder.role().label() + " key, which may not sign this");
        };
    }

    /** The ids of all trusted keys, in the order in which they were given. */
    public Set<KeyId> ids() {
        return entries.keySet();
    }

    /**
     * Returns only if the key is in the ring with the wanted role, counts now, and its signature over the message is good. The word of a key
     * that was revoked, or whose term is over, counts no more, whatever time it names; see {@link #verifyPast} for records that are kept.
     *
     * @throws SignatureRejected with the first reason of: unknown key, wrong role, revoked, out of term, bad signature
     */
    public void verify(KeyRole wanted, KeyId id, byte[] message, byte[] signature) throws SignatureRejected {
        verify(Set.of(wanted), id, message, signature);
    }

    /**
     * The same for a kind of record that several roles may sign.
     *
     * @throws SignatureRejected with the first reason of: unknown key, wrong role, revoked, out of term, bad signature
     */
    public void verify(Set<KeyRole> wanted, KeyId id, byte[] message, byte[] signature) throws SignatureRejected {
        Entry entry = entries.get(id);
        if (entry != null && wanted.contains(entry.holder().role())) {
            Optional<String> over = over(id, entry);
            if (over.isPresent()) {
                throw new SignatureRejected(entry.term().revocation().isPresent() ? REVOKED : OUT_OF_TERM, over.get());
            }
        }
        verifyPast(wanted, id, message, signature);
    }

    /** Why a key does not count now; empty if it does, or if nobody asks about now. */
    private Optional<String> over(KeyId id, Entry entry) {
        return clock.now()
                .flatMap(now -> entry.term().revocation().isPresent()
                        ? Optional.of(id + " was revoked, and may sign nothing any more")
                        : Optional.of(entry.term().at(now))
                                .filter(standing -> standing != KeyTerm.Standing.GOOD)
                                .map(standing -> id + " counts from "
                                        + entry.term().from()
                                        + entry.term()
                                                .until()
                                                .map(end -> " until " + end)
                                                .orElse("") + ", and not now"));
    }

    /**
     * The same whether or not the key was revoked: whoever asks has to compare the record's time with the key's {@link #term}.
     *
     * @throws SignatureRejected with the first reason of: unknown key, wrong role, bad signature
     */
    public void verifyPast(Set<KeyRole> wanted, KeyId id, byte[] message, byte[] signature) throws SignatureRejected {
        entryOf(wanted, id).key().verify(message, signature);
    }

    /**
     * Returns only if a sealer of this ring sealed the token with these canonical bytes: of a hybrid key both signatures have to be good. Whether the key was
     * revoked is not looked at, as {@link #verifyPast} has it.
     *
     * @throws SignatureRejected with the first reason of: unknown key, wrong role, and those of {@link VerifyingKey#verifySeal}
     */
    public void verifySeal(KeyId id, byte[] canonical, byte[] seal) throws SignatureRejected {
        entryOf(KeyRole.SEALERS, id).key().verifySeal(canonical, seal);
    }

    private Entry entryOf(Set<KeyRole> wanted, KeyId id) throws SignatureRejected {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new SignatureRejected(UNKNOWN_KEY, id + " is not in the key ring");
        }
        if (!wanted.contains(entry.holder().role())) {
            throw new SignatureRejected(
                    WRONG_ROLE, id + " is a " + entry.holder().role().label() + " key, which may not sign this");
        }
        return entry;
    }
}
