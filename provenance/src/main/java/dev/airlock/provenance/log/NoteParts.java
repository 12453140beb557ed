package dev.airlock.provenance.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.airlock.schemas.model.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The forms that have lines of ASCII before a note, with an empty line between: proof files and requests to witnesses. */
record NoteParts(List<String> lines, Bytes note) {
    private static final int LINES_MAX = 80;

    /** @throws IllegalArgumentException if there is no empty line, or too many before it */
    static NoteParts split(byte[] bytes) {
        for (int at = 1; at < bytes.length; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\n') {
                String head = new String(bytes, 0, at - 1, ISO_8859_1);
                List<String> lines = List.of(head.split("\n", LINES_MAX + 1));
                if (lines.size() > LINES_MAX) {
                    throw new IllegalArgumentException("it has too many lines before the note");
                }
                return new NoteParts(lines, Bytes.of(Arrays.copyOfRange(bytes, at + 1, bytes.length)));
            }
        }
        throw new IllegalArgumentException("it has no empty line before a note");
    }

    static byte[] join(List<String> lines, Note note) {
        byte[] head = (String.join("\n", lines) + "\n\n").getBytes(ISO_8859_1);
        byte[] tail = note.bytes();
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }

    /** The rest of the line that begins with this word and a space. */
    static String after(String word, String line) {
        if (!line.startsWith(word + " ")) {
            throw new IllegalArgumentException("it has no line '" + word + " ...' where one should be");
        }
        return line.substring(word.length() + 1);
    }

    /** The hashes on these lines, of which a proof has at most 63. */
    static List<TreeHash> hashes(List<String> lines) {
        if (lines.size() > Long.SIZE - 1) {
            throw new IllegalArgumentException("no proof has more than 63 hashes");
        }
        var hashes = new ArrayList<TreeHash>();
        for (String line : lines) {
            hashes.add(TreeHash.ofBase64(line));
        }
        return hashes;
    }
}
