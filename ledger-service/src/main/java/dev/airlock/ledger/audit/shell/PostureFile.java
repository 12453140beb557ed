package dev.airlock.ledger.audit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.ledger.audit.decide.PostureRows;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Postures in files, so in constant memory: their bytes one behind another, where each begins, and sorted tables that lead to them by the SHA-256 of
 * their ids and their scopes. The {@value #LATELY} that were asked for last are kept. A few never touch the disk.
 */
public final class PostureFile implements PostureRows, AutoCloseable {
    static final int LATELY = 1024;
    private static final int HELD_BYTES = 256 << 10;
    private static final int HASH_BYTES = 32;
    private static final int TIME_BYTES = Long.BYTES + Integer.BYTES;
    private static final int NUMBERED_BYTES = HASH_BYTES + Long.BYTES;
    private static final int STRETCH_BYTES = HASH_BYTES + 2 * TIME_BYTES;
    private static final int PLACE_BYTES = Long.BYTES + Integer.BYTES + TIME_BYTES;

    private final Pile bodies;
    private final Pile places;
    private final SortedTable ids;
    private final SortedTable scopes;
    private final SortedSpool leases;
    private final SortedTable stretches;
    private final Lately<Long, Row> postures = new Lately<>(LATELY);
    private final Lately<String, OptionalLong> numbers = new Lately<>(LATELY);
    private final Lately<Behind, OptionalLong> followers = new Lately<>(LATELY);

    /** Of which posture the next of its scope is asked for. */
    private record Behind(String scope, long number) {}

    /** @param scratch gets files when they are needed */
    public PostureFile(Scratch scratch) {
        this.bodies = new Pile(scratch, HELD_BYTES);
        this.places = new Pile(scratch, HELD_BYTES);
        this.ids = new SortedTable(scratch, NUMBERED_BYTES);
        this.scopes = new SortedTable(scratch, NUMBERED_BYTES);
        this.leases = new SortedSpool(scratch);
        this.stretches = new SortedTable(scratch, STRETCH_BYTES);
    }

    @Override
    public void add(Row row) {
        long number = size();
        Posture posture = row.posture();
        byte[] body = Codecs.POSTURE.body(posture);
        ByteBuffer place =
                ByteBuffer.allocate(PLACE_BYTES).putLong(bodies.add(body)).putInt(body.length);
        put(place, row.recorded());
        places.add(place.array());
        ids.add(numbered(posture.postureId(), number));
        scopes.add(numbered(posture.scope(), number));
    }

    private static byte[] numbered(String name, long number) {
        return ByteBuffer.allocate(NUMBERED_BYTES)
                .put(hash(name))
                .putLong(number)
                .array();
    }

    private static byte[] hash(String name) {
        return Sha256.of(name.getBytes(UTF_8)).bytes();
    }

    @Override
    public void vouched(String postureId, Stretch stretch) {
        leases.add(entry(hash(postureId), stretch));
    }

    private static byte[] entry(byte[] hash, Stretch stretch) {
        var bytes = ByteBuffer.allocate(STRETCH_BYTES).put(hash);
        put(bytes, stretch.from());
        put(bytes, stretch.until());
        return bytes.array();
    }

    /** The order of such bytes is that of time. */
    static void put(ByteBuffer bytes, Instant time) {
        bytes.putLong(time.getEpochSecond() ^ Long.MIN_VALUE).putInt(time.getNano());
    }

    private static Instant time(ByteBuffer bytes) {
        long seconds = bytes.getLong() ^ Long.MIN_VALUE;
        return Instant.ofEpochSecond(seconds, bytes.getInt());
    }

    private static Stretch stretch(byte[] entry) {
        var bytes = ByteBuffer.wrap(entry).position(HASH_BYTES);
        return new Stretch(time(bytes), time(bytes));
    }

    @Override
    public void seal() {
        bodies.seal();
        places.seal();
        ids.seal();
        scopes.seal();
        join();
        stretches.seal();
    }

    /** Leases of one posture that touch become one stretch. */
    private void join() {
        Optional<byte[]> last = Optional.empty();
        for (Iterator<byte[]> sorted = leases.sorted(); sorted.hasNext(); ) {
            byte[] next = sorted.next();
            Optional<byte[]> before = last.filter(one -> touch(one, next));
            if (before.isPresent()) {
                last = Optional.of(joined(before.get(), next));
            } else {
                last.ifPresent(stretches::add);
                last = Optional.of(next);
            }
        }
        last.ifPresent(stretches::add);
        leases.close();
    }

    private static boolean touch(byte[] before, byte[] next) {
        return ofOne(before, next)
                && !stretch(next).from().isAfter(stretch(before).until());
    }

    private static boolean ofOne(byte[] one, byte[] other) {
        return Arrays.equals(one, 0, HASH_BYTES, other, 0, HASH_BYTES);
    }

    private static byte[] joined(byte[] before, byte[] next) {
        Stretch first = stretch(before);
        Instant until = stretch(next).until();
        return entry(
                Arrays.copyOf(before, HASH_BYTES),
                new Stretch(first.from(), until.isAfter(first.until()) ? until : first.until()));
    }

    @Override
    public long size() {
        return places.end() / PLACE_BYTES;
    }

    @Override
    public Row at(long number) {
        return postures.of(number, this::read);
    }

    private Row read(long number) {
        var place = ByteBuffer.wrap(places.read(number * PLACE_BYTES, PLACE_BYTES));
        byte[] body = bodies.read(place.getLong(), place.getInt());
        if (Codecs.POSTURE.ofBody(body) instanceof Good<Posture>(Posture posture)) {
            return new Row(posture, time(place));
        }
        throw new IllegalStateException("the file of postures is not what was written to it");
    }

    @Override
    public OptionalLong numberOf(String postureId) {
        return numbers.of(postureId, id -> below(ids, id, Long.MAX_VALUE));
    }

    @Override
    public OptionalLong last(String scope, long number) {
        return below(scopes, scope, number);
    }

    @Override
    public OptionalLong next(String scope, long number) {
        return followers.of(new Behind(scope, number), this::next);
    }

    private OptionalLong next(Behind behind) {
        byte[] key = numbered(behind.scope(), behind.number());
        return scopes.above(key)
                .filter(entry -> ofOne(entry, key))
                .map(PostureFile::number)
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong below(SortedTable table, String name, long number) {
        byte[] key = numbered(name, number);
        return table.floor(key)
                .filter(entry -> ofOne(entry, key))
                .map(PostureFile::number)
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong number(byte[] entry) {
        return OptionalLong.of(ByteBuffer.wrap(entry).getLong(HASH_BYTES));
    }

    @Override
    public Optional<Stretch> stretch(String postureId, Instant at) {
        byte[] key = entry(hash(postureId), new Stretch(at, Instant.MAX));
        return stretches.floor(key).filter(entry -> ofOne(entry, key)).map(PostureFile::stretch);
    }

    /** How many entries and bytes of the heap it takes. */
    int held() {
        return bodies.held()
                + places.held()
                + ids.held()
                + scopes.held()
                + leases.held()
                + stretches.held()
                + postures.held()
                + numbers.held()
                + followers.held();
    }

    @Override
    public void close() {
        bodies.close();
        places.close();
        ids.close();
        scopes.close();
        leases.close();
        stretches.close();
    }
}
