package dev.airlock.provenance.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes the paths. */
final class TilePaths {
    private static final Pattern SHAPE =
            Pattern.compile("tile/(entries|[0-7])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    private TilePaths() {}

    static void check(long index, int width) {
        if (index < 0 || index > TilePath.INDEX_MAX) {
            throw new IllegalArgumentException("a tile's index is 0 to 2^55-1, not " + index);
        }
        if (width < 1 || width > TilePath.WIDTH) {
            throw new IllegalArgumentException("a tile's width is 1 to " + TilePath.WIDTH + ", not " + width);
        }
    }

    static String tail(long index, int width) {
        var path = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x%03d/".formatted(rest % 1000));
        }
        return width == TilePath.WIDTH
                ? path.toString()
                : path.append(".p/").append(width).toString();
    }

    static Optional<TilePath> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long index = Long.parseLong(matcher.group(2).replaceAll("[x/]", ""));
        int width = matcher.group(3) == null ? TilePath.WIDTH : Integer.parseInt(matcher.group(3));
        if (index > TilePath.INDEX_MAX || width > TilePath.WIDTH) {
            return Optional.empty();
        }
        TilePath path = matcher.group(1).equals("entries")
                ? new TilePath.Entries(index, width)
                : new TilePath.Hashes(Integer.parseInt(matcher.group(1)), index, width);
        return Optional.of(path).filter(found -> found.text().equals(text)); // one tile, one path
    }
}
