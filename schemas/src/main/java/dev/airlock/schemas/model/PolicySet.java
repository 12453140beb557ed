package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.List;

/**
 * A set of policies that an operator has put into force: from its time on it is the one that counts, until a later one.
 *
 * @param version {@code sha256:} of its files, see {@code PolicySets}
 * @param files its files, sorted by name, without two of one name; 1 to {@value #FILES_MAX}
 * @param reason why, for people; one line
 * @param loadedAt when the operator signed it; a record that is not later than the one in force changes nothing
 */
public record PolicySet(String version, List<PolicyFile> files, String reason, Instant loadedAt) {
    /** The most files of a set. */
    public static final int FILES_MAX = 64;
    /** The most characters of all files together. */
    public static final int TEXT_MAX = 262_144;

    public PolicySet {
        Check.sha256("version", version);
        files = List.copyOf(files);
        checkFiles(files);
        Check.printable("reason", reason, Check.TEXT_LENGTH_MAX);
        Check.time("loaded_at", loadedAt);
    }

    /**
     * Checks what a set may consist of.
     *
     * @throws IllegalArgumentException if there are none, too many, too large ones, or they are out of order
     */
    public static void checkFiles(List<PolicyFile> files) {
        Check.range("number of policy files", files.size(), 1, FILES_MAX);
        Check.range(
                "characters of all policy files",
                files.stream().mapToLong(file -> file.text().length()).sum(),
                1,
                TEXT_MAX);
        for (int i = 1; i < files.size(); i++) {
            if (files.get(i - 1).name().compareTo(files.get(i).name()) >= 0) {
                throw new IllegalArgumentException("policy files are sorted by name and each name is there once; "
                        + files.get(i).name() + " follows "
                        + files.get(i - 1).name());
            }
        }
    }
}
