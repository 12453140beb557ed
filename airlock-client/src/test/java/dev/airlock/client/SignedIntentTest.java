package dev.airlock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Rights;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Delegations;
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedIntentTest {
    private static final SigningKey KEY = Sealed.key(5);
    private static final KeyRing RING = KeyRing.of(Map.of(KEY.id(), new KeyRing.Holder(KeyRole.OPERATOR, "operator")));
    private static final InstantSource CLOCK = InstantSource.fixed(Sealed.NOW);

    private static SignedIntent.Draft draft() {
        return SignedIntent.of("code:execute", "print(1)").from("me.aint");
    }

    private static Intents.Opened opened(SignedIntent signed) {
        if (Intents.open(signed.envelope(), RING) instanceof Decoded.Good<Intents.Opened>(Intents.Opened opened)) {
            return opened;
        }
        throw new AssertionError("not an envelope");
    }

    @Test
    void its_bytes_are_those_of_the_bus_and_known_by_its_key() {
        SignedIntent signed = draft().origin(Origin.LOCAL).memoryMib(64).sign(KEY, CLOCK, new SecureRandom());
        Intents.Opened opened = opened(signed);
        assertThat(opened.caller()).isInstanceOf(Intents.Caller.Known.class);
        assertThat(opened.intent()).isEqualTo(signed.intent());
        assertThat(opened.intent().createdAt()).isEqualTo(Sealed.NOW);
        assertThat(opened.intent().lane()).isEqualTo(Lane.BUS);
        assertThat(signed.envelope()).isEqualTo(Intents.sealed(signed.intent(), KEY));
    }

    @Test
    void it_may_rest_on_a_delegation_which_is_under_its_signature() {
        var said = new Delegation(
                Optional.empty(),
                Sealed.key(6).id().value(),
                KEY.id().value(),
                new Rights(List.of("code:execute"), 64, 1_000, Origin.LOCAL),
                Sealed.NOW.plusSeconds(60),
                1,
                0,
                "0".repeat(16));
        var chain = new DelegationChain(List.of(Delegations.signed(said, Sealed.key(6))));
        SignedIntent signed = draft().onDelegation(Delegations.text(chain)).sign(KEY, CLOCK, new SecureRandom());
        assertThat(opened(signed).intent().delegations()).isEqualTo(chain.delegations());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft().onDelegation("nothing"))
                .withMessageContaining("airlock delegate");
    }

    @Test
    void two_of_the_same_words_differ_by_their_nonce_and_their_name() {
        var random = new SecureRandom();
        SignedIntent one = draft().sign(KEY, CLOCK, random);
        SignedIntent other = draft().sign(KEY, CLOCK, random);
        assertThat(one.intent().nonce()).isNotEqualTo(other.intent().nonce());
        assertThat(one.intent().key()).isNotEqualTo(other.intent().key());
    }

    @Test
    void a_changed_byte_is_nobody_s_word() {
        byte[] envelope = draft().sign(KEY, CLOCK, new SecureRandom()).envelope();
        envelope[envelope.length - 1] ^= 1;
        assertThat(Intents.open(envelope, RING) instanceof Decoded.Good<Intents.Opened>(Intents.Opened opened)
                        && opened.caller() instanceof Intents.Caller.Known)
                .isFalse();
    }

    @Test
    void it_names_the_lane_it_may_take() {
        SignedIntent signed = draft().fastLane("node-a").session("s").id("i").sign(KEY, CLOCK, new SecureRandom());
        assertThat(signed.intent().lane()).isEqualTo(Lane.FAST);
        assertThat(signed.intent().node()).isEqualTo("node-a");
        assertThat(signed.intent().key().text()).contains("s").contains("i");
    }

    @Test
    void the_mux_takes_none_and_says_what_does() {
        try (Airlock airlock = Airlock.connect(Airlock.Settings.here(RING).at(URI.create("mux://127.0.0.1:1")))) {
            var answer = airlock.execute(draft().sign(KEY, CLOCK, new SecureRandom()));
            assertThatExceptionMessage(answer).contains("http://");
        }
    }

    private static org.assertj.core.api.AbstractStringAssert<?> assertThatExceptionMessage(
            java.util.concurrent.CompletableFuture<?> failed) {
        try {
            failed.join();
            throw new AssertionError("it did not fail");
        } catch (CompletionException e) {
            return assertThat(e.getCause().getMessage());
        }
    }

    @Test
    void keys_are_read_from_their_files_and_a_secret_that_others_may_read_is_refused(@TempDir Path directory)
            throws IOException {
        Path secret = directory.resolve("operator@me.key");
        Files.writeString(secret, KEY.pkcs8Pem());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                directory.resolve("operator@me.pub"), KEY.verifyingKey().spkiPem());
        assertThat(KeyFolder.secret(secret).id()).isEqualTo(KEY.id());
        assertThat(KeyFolder.ring(directory).holder(KEY.id()))
                .hasValueSatisfying(holder -> assertThat(holder.role()).isEqualTo(KeyRole.OPERATOR));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFolder.secret(secret))
                .withMessageContaining("chmod 600");
    }

    @Test
    void a_public_key_file_that_names_no_role_is_refused(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("friend.pub"), KEY.verifyingKey().spkiPem());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyFolder.ring(directory))
                .withMessageContaining("ROLE.pub");
    }
}
