package dev.airlock.executor.sandbox;

import dev.airlock.container.ContainerFailed;
import dev.airlock.container.Containers;
import dev.airlock.executor.model.Isolation;
import dev.airlock.executor.model.SandboxKind;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which backend this host has. */
public final class Backends {
    private static final Path KVM = Path.of("/dev/kvm");

    private Backends() {}

    /** What is to run programs; where neither can, the microVM, whose refusal says why. */
    public static SandboxKind chosen(Isolation wanted) {
        return switch (wanted) {
            case MICROVM -> SandboxKind.MICROVM;
            case CONTAINER -> SandboxKind.CONTAINER;
            case AUTO -> !hasKvm() && hasContainers() ? SandboxKind.CONTAINER : SandboxKind.MICROVM;
        };
    }

    /** Whether /dev/kvm may be opened; what it can do shows when a guest runs. */
    public static boolean hasKvm() {
        return Files.isReadable(KVM) && Files.isWritable(KVM);
    }

    private static boolean hasContainers() {
        try {
            Containers.require();
            return true;
        } catch (ContainerFailed e) {
            return false;
        }
    }
}
