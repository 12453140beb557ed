package dev.airlock.client;

import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.SignedDelegation;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Delegations;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An intent with its caller's signature over its canonical bytes, each with a nonce of its own. What it says cannot be changed on its way,
 * nor can it be taken by another lane or node than it names.
 */
public final class SignedIntent {
    private static final int NONCE_BYTES = 16;

    private final Intent intent;
    private final byte[] envelope;

    private SignedIntent(Intent intent, byte[] envelope) {
        this.intent = intent;
        this.envelope = envelope;
    }

    /** Begins one: what is wanted, and on what. */
    public static Draft of(String intent, String payload) {
        return new Draft(intent, payload);
    }

    /** What it says. */
    public Intent intent() {
        return intent;
    }

    /** The record of the topic INTENTS, and the body of a request to the HTTP ingress; a fresh copy. */
    public byte[] envelope() {
        return envelope.clone();
    }

    Asked asked() {
        return new Asked(
                intent.key(), intent.intent(), Hashes.sha256(intent.payload().toArray()));
    }

    /** An intent that is not signed yet. For one thread. */
    public static final class Draft {
        private final String wanted;
        private final String payload;
        private String fromAint = "airlock-client";
        private Origin origin = Origin.OPERATOR;
        private Lane lane = Lane.BUS;
        private String node = "";
        private Optional<String> session = Optional.empty();
        private Optional<String> id = Optional.empty();
        private Duration timeout = Duration.ZERO;
        private int memoryMib;
        private Backend backend = Backend.ANY;
        private List<SignedDelegation> delegations = List.of();

        private Draft(String wanted, String payload) {
            this.wanted = wanted;
            this.payload = payload;
        }

        /** Who asks, in the caller's own words, 1 to 256 characters; nobody believes it. */
        public Draft from(String aint) {
            fromAint = aint;
            return this;
        }

        /** As what it is to be treated, if that is lower than its key. */
        public Draft origin(Origin lower) {
            origin = lower;
            return this;
        }

        /** It may take the fast lane of this node and no other way; without this it may take the bus only. */
        public Draft fastLane(String name) {
            lane = Lane.FAST;
            node = name;
            return this;
        }

        /** What is kept in order together; without it the intent is alone in a session. */
        public Draft session(String name) {
            session = Optional.of(name);
            return this;
        }

        /** The caller's name for it: a second one with the same name and contents gets the first one's end. */
        public Draft id(String name) {
            id = Optional.of(name);
            return this;
        }

        /** Most wall time of the run, at most an hour; zero means the route's. */
        public Draft timeout(Duration most) {
            timeout = most;
            return this;
        }

        /** Most memory of the run, in MiB; 0 means the route's. */
        public Draft memoryMib(int most) {
            memoryMib = most;
            return this;
        }

        /** What must run it. */
        public Draft backend(Backend which) {
            backend = which;
            return this;
        }

        /**
         * On behalf of whoever gave this delegation to the key that signs; the intent then needs a {@link #timeout} within it.
         *
         * @param line as {@code airlock delegate} writes it
         * @throws IllegalArgumentException if it is no delegation; whether it counts, the road says
         */
        public Draft onDelegation(String line) {
            delegations = switch (Delegations.read(line)) {
                case Decoded.Good<DelegationChain>(DelegationChain chain) -> chain.delegations();
                case Decoded.Malformed<DelegationChain>(String reason) -> throw new IllegalArgumentException(reason);
            };
            return this;
        }

        /**
         * Signs it.
         *
         * @throws IllegalArgumentException if a field is out of its range, with the range
         */
        public SignedIntent sign(SigningKey key, InstantSource clock, SecureRandom random) {
            Intent intent = new Intent(
                            id.orElseGet(() -> chance(random)),
                            session.orElseGet(() -> chance(random)),
                            wanted,
                            fromAint,
                            origin,
                            lane,
                            node,
                            Bytes.of(payload.getBytes(StandardCharsets.UTF_8)),
                            Math.toIntExact(timeout.toMillis()),
                            memoryMib,
                            backend,
                            clock.instant().truncatedTo(ChronoUnit.MICROS),
                            chance(random))
                    .on(delegations);
            return new SignedIntent(intent, Intents.sealed(intent, key));
        }

        private static String chance(SecureRandom random) {
            byte[] bytes = new byte[NONCE_BYTES];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
