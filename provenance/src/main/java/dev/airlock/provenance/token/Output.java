package dev.airlock.provenance.token;

/**
 * What a run printed, as far as it was kept. The bytes themselves are in the outputs.
 *
 * @param hash SHA-256 of the kept bytes of stdout followed by the kept bytes of stderr; the counts say where one ends
 */
public record Output(Sha256 hash, Stream stdout, Stream stderr) {
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
}
