package dev.airlock.bench;

import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Limits;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.SyscallTally;
import dev.airlock.provenance.token.Syscalls;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A token such as a small Python program gets. */
final class Specimen {
    static final Instant ASKED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] CALLS = {
        "read", "brk", "mmap", "newfstatat", "openat", "lseek", "close", "munmap", "write"
    };
    private static final int CALLS_TOTAL = 40;

    private Specimen() {}

    static UnsealedToken token(int number) {
        return new UnsealedToken(
                new TokenId("018f0000-0000-7000-8000-%012x".formatted(number)),
                ASKED,
                "jis:airlock:executor-0",
                "somebody.aint",
                "code:execute",
                new Erin.Completed(
                        0, "ran to its end", Output.of(bytes("45\n"), false, new byte[0], false), syscalls()),
                eraan(number),
                eromheen(),
                "the purpose of the caller, in a sentence of some length");
    }

    /** The session of the token of this number. */
    static String session(int number) {
        return "session-" + number % 8;
    }

    private static Eraan eraan(int number) {
        return new Eraan(
                new IntentKey(session(number), "intent-" + number),
                hash("intent " + number),
                Optional.of(hash("payload")),
                Optional.of("verdict-1"),
                Optional.of("posture-1"),
                Optional.of("grant-" + number),
                Optional.of(new Eraan.Image("airlock-python:latest", hash("image"))),
                Optional.of(hash("snapshot")),
                Optional.of("vm-" + number));
    }

    private static Eromheen eromheen() {
        Optional<Instant> then = Optional.of(ASKED);
        return new Eromheen(
                PostureLevel.NORMAL_ZERO_TRUST,
                RuntimeMode.EMBEDDED_ONLINE,
                Cause.RUNTIME,
                Optional.of(Backend.MICROVM),
                Optional.of("microvm, KVM guest, every system call checked"),
                Optional.of(new Limits(10_000, 64, 65_536, 1_000_000)),
                new Times(ASKED, then, then, then, then, OptionalLong.of(4_321)),
                Origin.LOCAL,
                Optional.of("local"),
                Lane.BUS);
    }

    private static Syscalls syscalls() {
        var tally = new SyscallTally();
        for (int i = 0; i < CALLS_TOTAL; i++) {
            tally.add(CALLS[i % CALLS.length]);
        }
        return tally.finish();
    }

    private static Sha256 hash(String text) {
        return Sha256.of(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
