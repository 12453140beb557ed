package dev.airlock.setup.model;

/**
 * A distribution.
 *
 * @param version as in its name, for example {@code 0.1.0} or {@code 0.1.0-SNAPSHOT}
 * @param tree SHA-256 over all of its files, in hexadecimal: two builds of one version differ here
 */
public record Release(String version, String tree) {
    public Release {
        if (!version.matches("\\d{1,6}(\\.\\d{1,6}){2}(-[0-9A-Za-z.-]{1,64})?")) {
            throw new IllegalArgumentException("'" + version + "' is no version, such as 1.2.3 or 1.2.3-rc.1");
        }
        if (!tree.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + tree + "' is no SHA-256 in hexadecimal");
        }
    }

    /** The folder that it lies in: never the same for two. */
    public String folder() {
        return version + "-" + tree.substring(0, 12);
    }
}
