package dev.airlock.authorisation.shell;

import dev.airlock.schemas.model.PolicyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Policies on a disk: one file, or a directory whose files ending in {@code .cedar} are a set. Directories in it are left alone. */
public final class PolicyDirectory {
    private static final String SUFFIX = ".cedar";

    private PolicyDirectory() {}

    /**
     * The files, sorted by name.
     *
     * @throws IOException if there is nothing to read, or a file is not UTF-8 or too large; the message names it and says what would be right
     */
    public static List<PolicyFile> read(Path place) throws IOException {
        if (!Files.exists(place)) {
            throw new NoSuchFileException(place + " is not there; give a file or a directory of policies");
        }
        if (!Files.isDirectory(place)) {
            return List.of(file(place));
        }
        requireOurSchema(place.resolve(Distribution.SCHEMA));
        List<Path> paths;
        try (Stream<Path> all = Files.list(place)) {
            paths = all.filter(path -> path.toString().endsWith(SUFFIX) && Files.isRegularFile(path))
                    .sorted((one, other) -> name(one).compareTo(name(other)))
                    .toList();
        }
        if (paths.isEmpty()) {
            throw new NoSuchFileException(place + " holds no file whose name ends in " + SUFFIX);
        }
        List<PolicyFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(file(path));
        }
        return List.copyOf(files);
    }

    /** A directory that was copied from another release would be judged by words that are not its own. */
    private static void requireOurSchema(Path schema) throws IOException {
        if (Files.exists(schema) && !Files.readString(schema).equals(Distribution.schema())) {
            throw new IOException(schema + " is not this release's schema; take it away, or take the release's");
        }
    }

    private static PolicyFile file(Path path) throws IOException {
        // A character has at most four bytes, so nothing longer is read that could not be a policy.
        if (Files.size(path) > 4L * PolicyFile.TEXT_MAX) {
            throw new IOException(
                    path + " is larger than a file of policies may be: " + PolicyFile.TEXT_MAX + " characters");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            return new PolicyFile(name(path), text);
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not UTF-8 text", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
