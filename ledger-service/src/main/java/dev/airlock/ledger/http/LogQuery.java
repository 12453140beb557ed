package dev.airlock.ledger.http;

import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.token.TokenId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request asks for. A path is read into numbers and never becomes a file's name; what is not written exactly so is nothing. */
sealed interface LogQuery {
    /** The longest path that asks for something. */
    int PATH_LENGTH_MAX = 128;

    /** The newest head of a partition. */
    record Head(int partition) implements LogQuery {}

    /** The newest head of a partition that witnesses have co-signed. */
    record Cosigned(int partition) implements LogQuery {}

    /** A piece of a partition's log. */
    record Piece(int partition, TilePath path) implements LogQuery {}

    /** The signed map of all heads. */
    record Heads() implements LogQuery {}

    /** The keys that heads are verified with. */
    record Keys() implements LogQuery {}

    /** Where a token is, and the proof of it. */
    record Proof(TokenId token) implements LogQuery {}

    /** Nothing that is here. */
    record Nothing(String reason) implements LogQuery {}

    /**
     * What a request asks for.
     *
     * @param path as it came, not decoded: none of ours has anything to decode
     * @param query behind the question mark; empty if there is none
     */
    static LogQuery of(String path, String query) {
        return Paths.of(path, query);
    }
}

/** Reads the paths. */
final class Paths {
    private static final Pattern PARTITION = Pattern.compile("/(0|[1-9][0-9]{0,4})/(.+)");
    private static final Pattern TOKEN = Pattern.compile("token=([0-9a-f-]{36})");

    private Paths() {}

    static LogQuery of(String path, String query) {
        if (path.length() > LogQuery.PATH_LENGTH_MAX) {
            return new LogQuery.Nothing("the path is longer than any here");
        }
        return switch (path) {
            case "/heads" -> new LogQuery.Heads();
            case "/keys" -> new LogQuery.Keys();
            case "/proof" -> proof(query);
            default -> ofPartition(path);
        };
    }

    private static LogQuery proof(String query) {
        Matcher matcher = TOKEN.matcher(query);
        if (matcher.matches()) {
            try {
                return new LogQuery.Proof(new TokenId(matcher.group(1)));
            } catch (IllegalArgumentException _) {
                // Said below.
            }
        }
        return new LogQuery.Nothing("ask for /proof?token=ID, with the id of a token");
    }

    private static LogQuery ofPartition(String path) {
        Matcher matcher = PARTITION.matcher(path);
        if (!matcher.matches()) {
            return unknown();
        }
        int partition = Integer.parseInt(matcher.group(1));
        return switch (matcher.group(2)) {
            case "checkpoint" -> new LogQuery.Head(partition);
            case "cosigned" -> new LogQuery.Cosigned(partition);
            case String tile ->
                TilePath.parse(tile)
                        .<LogQuery>map(known -> new LogQuery.Piece(partition, known))
                        .orElseGet(Paths::unknown);
        };
    }

    private static LogQuery unknown() {
        return new LogQuery.Nothing(
                "there is /heads, /keys, /proof?token=ID, /PARTITION/checkpoint, /PARTITION/cosigned and /PARTITION/tile/...");
    }
}
