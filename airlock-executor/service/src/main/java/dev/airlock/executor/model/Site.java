package dev.airlock.executor.model;

import java.util.Optional;

/**
 * Where a run took place.
 *
 * @param kind what ran it
 * @param isolation the boundary in words, for example {@code microvm kvm_pvm/cpl3}
 * @param origins what the guest was made of; empty if there was no guest
 */
public record Site(SandboxKind kind, String isolation, Optional<Origins> origins) {
    /**
     * What a guest was made of.
     *
     * @param image the image's name
     * @param imageDigest {@code sha256:} of its manifest
     * @param snapshotDigest {@code sha256:} of the warmed memory and registers; empty where each guest was warmed by itself
     * @param measuredDigest the same, computed from the guest itself right before the run; empty if it was not measured since its last reset
     */
    public record Origins(
            String image, String imageDigest, Optional<String> snapshotDigest, Optional<String> measuredDigest) {}
}
