package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Limits;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.SyscallTally;
import dev.airlock.provenance.token.Syscalls;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.provenance.token.Violation;
import dev.airlock.road.Placement;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A small town's ledger: two executors, a gateway and a fast lane seal the tokens of a few sessions, under one posture. Everything follows from the
 * arguments; the topics are in memory.
 */
final class Town {
    static final SigningKey EXECUTOR = key(1);
    static final SigningKey OTHER_EXECUTOR = key(2);
    static final SigningKey GATEWAY = key(3);
    static final SigningKey POLICY = key(4);
    static final SigningKey SNAFT = key(5);
    static final SigningKey STRANGER = key(6);
    static final SigningKey LEDGER = key(7);
    static final KeyRing RING = KeyRing.of(Map.of(
            EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor"),
            OTHER_EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor@2"),
            GATEWAY.id(), new Holder(KeyRole.GATEWAY, "gateway"),
            POLICY.id(), new Holder(KeyRole.POLICY, "policy"),
            SNAFT.id(), new Holder(KeyRole.SNAFT, "snaft"),
            LEDGER.id(), new Holder(KeyRole.LEDGER, "ledger")));
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final String POSTURE = "posture-1";
    static final String VERDICT = "verdict-1";

    private static final long OFFSETS_APART = 10;
    private static final int EPOCH_TOKENS = 3;

    final MemoryShelf shelf = new MemoryShelf();
    final List<Token> tokens = new ArrayList<>();
    private final Map<ChainName, ChainHead> heads = new HashMap<>();
    private final Map<ChainName, Integer> inEpoch = new HashMap<>();

    private Town() {
        shelf.add(Topic.POSTURES, 0, START.minusSeconds(60), Codecs.POSTURE.seal(posture(POSTURE, 1, 60), POLICY));
    }

    /** One with so many tokens. */
    static Town of(int size) {
        var town = new Town();
        for (int number = 0; number < size; number++) {
            town.grow(number);
        }
        return town;
    }

    static SigningKey key(int filling) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) filling);
        return SigningKey.fromSeed(seed);
    }

    static SigningKey keyOf(Token token) {
        return List.of(EXECUTOR, OTHER_EXECUTOR, GATEWAY).stream()
                .filter(key -> key.id().equals(token.signer()))
                .findFirst()
                .orElseThrow();
    }

    static Posture posture(String id, long sequence, int secondsBefore) {
        return new Posture(
                id,
                Posture.FLEET,
                sequence,
                PostureLevel.NORMAL_ZERO_TRUST,
                Switches.of(PostureLevel.NORMAL_ZERO_TRUST),
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                VERDICT,
                "jis:airlock:observer",
                "a healthy runtime",
                Optional.empty(),
                List.of(),
                START.minusSeconds(secondsBefore));
    }

    static Lease lease(String postureId, int fromSecond, int seconds) {
        return new Lease(
                Posture.FLEET,
                postureId,
                1,
                START.plusSeconds(fromSecond),
                START.plusSeconds(fromSecond + (long) seconds));
    }

    private void grow(int number) {
        String session = "session-" + number % 5;
        int partition = Placement.of(session, Topic.TOKENS.partitions());
        boolean refused = number % 4 == 3;
        Lane lane = number % 7 == 5 ? Lane.FAST : Lane.BUS;
        SigningKey key = refused ? GATEWAY : lane == Lane.FAST || number % 2 == 0 ? EXECUTOR : OTHER_EXECUTOR;
        Lane by = refused ? Lane.BUS : lane;
        append(seal(content(number, session, refused, by), key, by, partition), partition);
    }

    /** The next token of a chain. */
    Token seal(UnsealedToken content, SigningKey key, Lane lane, int partition) {
        var chain = new ChainName(key.id(), lane, partition);
        ChainHead head = heads.getOrDefault(chain, ChainHead.genesis(chain));
        if (inEpoch.merge(chain, 1, Integer::sum) > EPOCH_TOKENS) {
            head = head.nextEpoch();
            inEpoch.put(chain, 1);
        }
        Sealer.Sealed sealed = Sealer.seal(content, head, key);
        heads.put(chain, sealed.next());
        return sealed.token();
    }

    /** Puts a token on the topic, five milliseconds after it was made. */
    void append(Token token, int partition) {
        tokens.add(token);
        shelf.records(Topic.TOKENS, partition)
                .add(new Recorded(
                        RecordPlace.token(partition, shelf.nextOffset(Topic.TOKENS, partition)),
                        token.content().timestamp().plusMillis(5),
                        Optional.of(token.record().session().getBytes(StandardCharsets.UTF_8)),
                        bytes(token)));
    }

    static byte[] bytes(Token token) {
        return Codecs.TOKEN.encode(token.record());
    }

    /** Where the chains end. */
    List<ChainHead> heads() {
        return List.copyOf(heads.values());
    }

    /**
     * What of that is remembered outside the chains: the mark in the last offset that the gateways committed for each partition, the executors, and the
     * fast lane. Whoever takes a partition of the bus over commits his own in its place.
     */
    List<ChainHead> marks() {
        Map<List<Object>, ChainHead> marks = new HashMap<>();
        for (Token token : tokens) {
            ChainName chain = token.link().chain();
            marks.put(List.of(chain.lane(), chain.sealer().equals(GATEWAY.id()), chain.partition()), heads.get(chain));
        }
        return List.copyOf(marks.values());
    }

    static Instant at(int number, int millis) {
        return START.plusSeconds(number).plusMillis(millis);
    }

    static UnsealedToken content(int number, String session, boolean refused, Lane lane) {
        boolean rich = !refused && isRich(number);
        Optional<Instant> ran = refused ? Optional.empty() : Optional.of(at(number, 3));
        return new UnsealedToken(
                new TokenId("018f0000-0000-7000-8000-%012x".formatted(number)),
                at(number, 900),
                refused ? "jis:airlock:gateway" : "jis:airlock:executor-0",
                "agent-" + number % 3 + ".aint",
                "code:execute",
                refused ? refusedFor(number) : ended(number),
                new Eraan(
                        new IntentKey(session, "intent-" + number),
                        hash("intent " + number),
                        Optional.of(hash("payload " + number)),
                        Optional.of(VERDICT),
                        Optional.of(POSTURE),
                        refused ? Optional.empty() : Optional.of("grant-" + number),
                        refused
                                ? Optional.empty()
                                : Optional.of(new Eraan.Image("airlock-python:latest", hash("image"))),
                        refused ? Optional.empty() : Optional.of(hash("snapshot")),
                        refused ? Optional.empty() : Optional.of("vm-" + number),
                        rich ? Optional.of(hash("snapshot")) : Optional.empty()),
                new Eromheen(
                        PostureLevel.NORMAL_ZERO_TRUST,
                        RuntimeMode.EMBEDDED_ONLINE,
                        Cause.RUNTIME,
                        refused ? Optional.empty() : Optional.of(Backend.MICROVM),
                        refused ? Optional.empty() : Optional.of("KVM guest, every system call checked"),
                        refused ? Optional.empty() : Optional.of(new Limits(10_000, 64, 65_536, 1_000_000)),
                        new Times(
                                at(number, 0),
                                Optional.of(at(number, 1)),
                                Optional.of(at(number, 2)),
                                ran,
                                refused ? Optional.empty() : Optional.of(at(number, 800)),
                                refused ? OptionalLong.empty() : OptionalLong.of(797_000)),
                        Origin.LOCAL,
                        Optional.of("local"),
                        lane,
                        rich ? Mode.AUDIT : Mode.ENFORCE,
                        rich ? List.of("alice", "bob") : List.of()),
                "sum the first ten numbers");
    }

    /** Now and then a token has whatever one can have. */
    private static boolean isRich(int number) {
        return number % 12 == 2;
    }

    private static Erin refusedFor(int number) {
        return new Erin.Refused(
                RefusalKind.POLICY,
                "no policy permits it",
                number % 8 == 7 ? List.of(new Violation("sys_fork", "asked for a process")) : List.of());
    }

    private static Erin ended(int number) {
        if (number % 12 == 6) {
            return new Erin.Faulted(
                    FaultCause.GUEST_EXCEPTION,
                    "the guest divided by nought",
                    Optional.of(output()),
                    Optional.of(syscalls("read")));
        }
        return isRich(number) ? rich() : number % 6 == 4 ? killed() : completed();
    }

    private static Erin rich() {
        Syscalls calls = syscalls("read", "socket", "write");
        var files = List.of(
                Output.File.of("a.txt", "a".getBytes(StandardCharsets.UTF_8)),
                Output.File.of("b.txt", "bb".getBytes(StandardCharsets.UTF_8)));
        return new Erin.Completed(
                3,
                "ran to its end",
                Output.of("45\n".getBytes(StandardCharsets.UTF_8), true, "hm\n".getBytes(StandardCharsets.UTF_8), false)
                        .with(files),
                new Syscalls(
                        calls.counts(),
                        calls.total(),
                        calls.sequenceHash(),
                        Optional.of(new TreeMap<>(Map.of("sys_socket", 1L)))));
    }

    static Erin completed() {
        return new Erin.Completed(0, "ran to its end", output(), syscalls("read", "write", "exit_group"));
    }

    static Erin killed() {
        return new Erin.Killed(
                KillCause.VIOLATION,
                "the guest called sys_socket",
                List.of(new Violation("sys_socket", "blocked: dangerous syscall for any intent")),
                Optional.of(output()),
                Optional.of(syscalls("read", "socket")));
    }

    private static Output output() {
        return Output.of("45\n".getBytes(StandardCharsets.UTF_8), false, new byte[0], false);
    }

    private static Syscalls syscalls(String... names) {
        SyscallTally tally = new SyscallTally();
        for (String name : names) {
            tally.add(name);
        }
        return tally.finish();
    }

    static Sha256 hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Topics in memory; offsets have gaps, as those of transactions have. */
    static final class MemoryShelf implements Shelf {
        private final Map<Topic, Map<Integer, List<Recorded>>> topics = new HashMap<>();

        void add(Topic topic, int partition, Instant appended, byte[] value) {
            records(topic, partition)
                    .add(new Recorded(
                            new RecordPlace(topic, partition, nextOffset(topic, partition)),
                            appended,
                            Optional.empty(),
                            value));
        }

        long nextOffset(Topic topic, int partition) {
            return records(topic, partition).size() * OFFSETS_APART;
        }

        List<Recorded> records(Topic topic, int partition) {
            return topics.computeIfAbsent(topic, _ -> new HashMap<>())
                    .computeIfAbsent(partition, _ -> new ArrayList<>());
        }

        /** The same topics with other tokens. */
        MemoryShelf withTokens(Map<Integer, List<Recorded>> tokens) {
            var other = new MemoryShelf();
            other.topics.putAll(topics);
            other.topics.put(Topic.TOKENS, tokens);
            return other;
        }

        @Override
        public void each(Topic topic, int partition, Consumer<Recorded> each) {
            List.copyOf(records(topic, partition)).forEach(each);
        }

        @Override
        public long offsets(Topic topic) {
            return topics.getOrDefault(topic, Map.of()).values().stream()
                    .mapToLong(List::size)
                    .sum();
        }
    }
}
