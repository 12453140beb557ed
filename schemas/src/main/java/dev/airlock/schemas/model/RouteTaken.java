package dev.airlock.schemas.model;

/**
 * Where an intent leads, as snaft found it in the route table.
 *
 * @param name the row, for example {@code code:execute}
 * @param image the image's name, for example {@code airlock-python:latest}
 * @param snapshot the snapshot's name, for example {@code python-safe-boot}
 * @param memoryMib the most memory that a run may have, in MiB
 * @param policy the syscall policy's name, for example {@code code-execute}
 */
public record RouteTaken(String name, String image, String snapshot, int memoryMib, String policy) {
    public RouteTaken {
        Check.id("route", name);
        Check.id("image", image);
        Check.id("snapshot", snapshot);
        Check.range("memory_mib", memoryMib, 1, 65_536);
        Check.id("policy", policy);
    }
}
