package dev.airlock.provenance.token;

import java.util.HashSet;
import java.util.List;

/**
 * What a run printed, as far as it was kept, and the files that it left. The bytes themselves are in the outputs.
 *
 * @param hash SHA-256 of the kept bytes of stdout followed by the kept bytes of stderr; the counts say where one ends
 * @param files those that the intent asked for and the run left, at most {@value #FILES_MAX}, each with another name
 */
public record Output(Sha256 hash, Stream stdout, Stream stderr, List<File> files) {
    /** Most files of one run. */
    public static final int FILES_MAX = 16;

    /** Most UTF-16 units of a file's name. */
    private static final int NAME_MAX = 128;

    /** @throws IllegalArgumentException if there are too many files, or two of one name */
    public Output {
        files = List.copyOf(files);
        if (files.size() > FILES_MAX) {
            throw new IllegalArgumentException("erin.files has more than " + FILES_MAX + " entries");
        }
        if (new HashSet<>(files.stream().map(File::name).toList()).size() < files.size()) {
            throw new IllegalArgumentException("erin.files has a name twice");
        }
    }

    /** Without files. */
    public Output(Sha256 hash, Stream stdout, Stream stderr) {
        this(hash, stdout, stderr, List.of());
    }

    /**
     * One file.
     *
     * @param name below /out
     * @param bytes its size
     * @param hash SHA-256 of its content
     */
    public record File(String name, long bytes, Sha256 hash) {
        /** @throws IllegalArgumentException if the name is unfit, or the count negative or above 2^53-1 */
        public File {
            Checks.text("erin.files.name", name, NAME_MAX);
            Checks.count("erin.files.bytes", bytes);
        }

        /** The account of a file with this content. */
        public static File of(String name, byte[] content) {
            return new File(name, content.length, Sha256.of(content));
        }
    }

    /**
     * One stream.
     *
     * @param bytes how many were kept
     * @param truncated whether the program wrote more
     */
    public record Stream(long bytes, boolean truncated) {
        /** @throws IllegalArgumentException if the count is negative or above 2^53-1 */
        public Stream {
            Checks.count("erin.stdout/stderr.bytes", bytes);
        }
    }

    /** The account of these kept bytes. */
    public static Output of(byte[] stdout, boolean stdoutTruncated, byte[] stderr, boolean stderrTruncated) {
        return new Output(
                Sha256.of(stdout, stderr),
                new Stream(stdout.length, stdoutTruncated),
                new Stream(stderr.length, stderrTruncated));
    }

    /** The same with these files. */
    public Output with(List<File> left) {
        return new Output(hash, stdout, stderr, left);
    }
}
