package dev.airlock.bench;

import dev.airlock.bench.Postbox.Arrival;
import dev.airlock.bench.Postbox.Sent;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.road.Bus;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** One of the roads that are compared, as whoever begins it uses it. */
sealed interface Way {
    String label();

    Bus bus();

    Postbox postbox();

    /** The value of the first record of an intent of this name. */
    byte[] intent(String name, String session);

    /**
     * How long the run took that came back in {@code value}.
     *
     * @throws BenchFailed if what came back is not what a good run brings
     */
    Duration runOf(String name, Bytes value) throws BenchFailed;

    /** Sends one intent and waits for what comes back. */
    default Trip trip(String name, String session) throws BenchFailed, InterruptedException {
        byte[] intent = intent(name, session);
        Sent sent = postbox().send(name, session, intent);
        Arrival arrival = postbox().await(sent);
        return new Trip(Duration.ofNanos(arrival.nanos() - sent.nanos()), runOf(name, arrival.value()));
    }

    /**
     * One intent's way.
     *
     * @param total from sending the intent to having its token
     * @param run the part in which its program ran; zero if none did
     */
    record Trip(Duration total, Duration run) {}

    /** The road itself. */
    record Road(
            Bus bus, Postbox postbox, SigningKey key, SandboxKind backend, InstantSource clock, Completions completions)
            implements Way {
        @Override
        public String label() {
            return "road";
        }

        @Override
        public byte[] intent(String name, String session) {
            return Wish.sealed(name, session, backend, clock.instant(), key);
        }

        @Override
        public Duration runOf(String name, Bytes value) throws BenchFailed {
            return completions.runOf(name, value.toArray());
        }
    }

    /**
     * The last part of the same road: from an order, as the gateway gives it, to the token. What is before it has nothing to do, and neither signature
     * that an executor asks about is to be computed there, as on the whole road, where snaft and the gateway have (ADR 33).
     *
     * @param caller signs the intents; {@link SigningKey#remembering}, as the key of {@code orders} is
     */
    record LastPart(Road road, Postbox postbox, SigningKey caller, OrderForm orders) implements Way {
        @Override
        public String label() {
            return "executor";
        }

        @Override
        public Bus bus() {
            return road.bus();
        }

        @Override
        public byte[] intent(String name, String session) {
            Instant now = road.clock().instant();
            return orders.carrying(Wish.sealed(name, session, road.backend(), now, caller), now);
        }

        @Override
        public Duration runOf(String name, Bytes value) throws BenchFailed {
            return road.runOf(name, value);
        }
    }

    /** The same road with nothing in it. */
    record Floor(String label, Relay relay, Postbox postbox) implements Way {
        @Override
        public Bus bus() {
            return relay.bus();
        }

        @Override
        public byte[] intent(String name, String session) {
            return relay.intent(name);
        }

        @Override
        public Duration runOf(String name, Bytes value) {
            return Duration.ZERO;
        }
    }
}
