package dev.airlock.schemas.risk;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.syscalls.ReviewedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How much an approval of an intent has to weigh: {@code approval-levels.json}. Immutable, for any thread. */
public final class LevelTable {
    private final Shape shape;

    private LevelTable(Shape shape) {
        this.shape = shape;
    }

    /**
     * What is asked for, and by what.
     *
     * @param level the least level that is enough
     * @param why what asks for it, for people
     */
    public record Asked(ApprovalLevel level, String why) {
        private Asked or(Asked other) {
            return other.level().compareTo(level) > 0 ? other : this;
        }
    }

    private record Shape(
            String comment,
            String benign,
            String sensitive,
            String destructive,
            int lines,
            @JsonProperty("more_lines") String moreLines,
            List<Text> texts) {}

    private record Text(String text, String level, String why) {
        boolean isIn(String content) {
            return content.contains(text);
        }
    }

    /**
     * The reviewed table.
     *
     * @throws IllegalArgumentException if it names a level that is none
     */
    public static LevelTable load() {
        Shape shape = ReviewedFile.read("/approval-levels.json", Shape.class);
        Stream.concat(
                        Stream.of(shape.benign(), shape.sensitive(), shape.destructive(), shape.moreLines()),
                        shape.texts().stream().map(Text::level))
                .forEach(LevelTable::level);
        return new LevelTable(shape);
    }

    /**
     * What an intent asks for.
     *
     * @param risk how much harm an intent of its name can do
     * @param contents its payload and its input files
     */
    public Asked of(Risk risk, List<Bytes> contents) {
        Asked asked = new Asked(
                level(
                        switch (risk) {
                            case BENIGN -> shape.benign();
                            case SENSITIVE -> shape.sensitive();
                            case DESTRUCTIVE -> shape.destructive();
                        }),
                "an intent of this name is " + risk.name().toLowerCase(Locale.ROOT));
        long lines = 0;
        for (Bytes one : contents) {
            String content = new String(one.toArray(), StandardCharsets.ISO_8859_1);
            lines += content.lines().count();
            String small = content.toLowerCase(Locale.ROOT);
            for (Text text : shape.texts()) {
                if (text.isIn(small)) {
                    asked = asked.or(new Asked(level(text.level()), "it says " + text.text() + ": " + text.why()));
                }
            }
        }
        return lines > shape.lines()
                ? asked.or(
                        new Asked(level(shape.moreLines()), "it has " + lines + " lines, more than " + shape.lines()))
                : asked;
    }

    private static ApprovalLevel level(String name) {
        return ApprovalLevel.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
