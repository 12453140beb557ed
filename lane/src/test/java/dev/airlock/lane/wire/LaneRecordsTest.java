package dev.airlock.lane.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.Samples;
import dev.airlock.lane.model.LaneRecord;
import dev.airlock.lane.model.LaneRecord.Begin;
import dev.airlock.lane.model.LaneRecord.End;
import dev.airlock.lane.model.LaneRecord.Heads;
import dev.airlock.lane.model.Parcel;
import dev.airlock.lane.model.Wish;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LaneRecordsTest {
    static Stream<LaneRecord> records() {
        Parcel token = new Parcel(Topic.TOKENS, OptionalInt.of(3), bytes(1), bytes(900));
        Parcel event = new Parcel(Topic.EVENTS, OptionalInt.empty(), bytes(0), bytes(20));
        Wish wish = new Wish(new IntentKey("s", "i"), "ed25519:1", "code:execute", "sha256:" + "0".repeat(64));
        return Stream.of(
                new Begin(Samples.begun("i-1"), wish, List.of()),
                new Begin(Samples.begun("i-2"), wish, List.of(event, event)),
                new End(OptionalLong.of(17), Optional.of(wish), "h1:head", List.of(token)),
                new End(OptionalLong.empty(), Optional.empty(), "h1:head", List.of(token, event)),
                new Begin(Samples.begun("i-3"), wish, List.of(event), trace("a=1")),
                new End(OptionalLong.of(17), Optional.of(wish), "h1:head", List.of(token), trace("")),
                new Heads(List.of()),
                new Heads(List.of("h1:one", "h1:two")));
    }

    private static Optional<TraceContext> trace(String state) {
        return Optional.of(new TraceContext("00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01", state));
    }

    private static Bytes bytes(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) count);
        return Bytes.of(bytes);
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_record_comes_back_as_it_went(LaneRecord record) {
        assertThat(LaneRecords.read(LaneRecords.write(record))).isEqualTo(new Good<>(record));
    }

    @ParameterizedTest
    @MethodSource("records")
    void no_bytes_make_the_reader_throw(LaneRecord record) {
        byte[] good = LaneRecords.write(record);
        var random = new Random(20_261_128);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = Arrays.copyOf(good, i % 3 == 0 ? random.nextInt(good.length + 8) : good.length);
            for (int flips = random.nextInt(4); flips >= 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            assertThat(LaneRecords.read(bad)).isNotNull();
        }
    }

    @Test
    void what_an_earlier_version_wrote_says_of_nobody_what_he_wanted() throws IOException {
        Begun begun = Samples.begun("i-1");
        var old = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(old)) {
            out.writeByte(1);
            out.write(Codecs.BEGUN.encode(begun));
        }
        assertThat(LaneRecords.read(old.toByteArray()))
                .isEqualTo(new Good<>(new Begin(begun, new Wish(begun.key(), "", "code:execute", ""), List.of())));
        Parcel token = new Parcel(Topic.TOKENS, OptionalInt.of(3), bytes(1), bytes(90));
        LaneRecord nobodys = new End(OptionalLong.of(17), Optional.empty(), "h1:head", List.of(token));
        byte[] written = LaneRecords.write(nobodys);
        old.reset();
        try (var out = new DataOutputStream(old)) {
            out.writeByte(2);
            out.writeLong(17);
            out.writeBoolean(true);
            for (String text : List.of("s", "i", "code:execute", "sha256:" + "0".repeat(64))) {
                out.writeUTF(text);
            }
            out.write(written, 10, written.length - 10);
        }
        assertThat(LaneRecords.read(old.toByteArray()))
                .isEqualTo(new Good<>(new End(
                        OptionalLong.of(17),
                        Optional.of(new Wish(new IntentKey("s", "i"), "", "code:execute", "")),
                        "h1:head",
                        List.of(token))));
    }
}
