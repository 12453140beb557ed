package dev.airlock.executor.sandbox;

import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.Containers;
import dev.airlock.executor.model.Isolation;
import dev.airlock.executor.model.SandboxKind;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which backend this host has. */
public final class Backends {
    private static final Path KVM = Path.of("/dev/kvm");

    private Backends() {}

    /**
     * What is to run programs; where neither can, the microVM, whose refusal says why.
     *
     * @param runtime by which containers are to be started
     */
    public static SandboxKind chosen(Isolation wanted, ContainerRuntime.Wanted runtime) {
        return switch (wanted) {
            case MICROVM -> SandboxKind.MICROVM;
            case CONTAINER -> SandboxKind.CONTAINER;
            case AUTO -> !hasKvm() && hasContainers(runtime) ? SandboxKind.CONTAINER : SandboxKind.MICROVM;
        };
    }

    /** Whether /dev/kvm may be opened; what it can do shows when a guest runs. */
    public static boolean hasKvm() {
        return Files.isReadable(KVM) && Files.isWritable(KVM);
    }

    private static boolean hasContainers(ContainerRuntime.Wanted runtime) {
        try {
            Containers.require(runtime);
            return true;
        } catch (ContainerFailed e) {
            return false;
        }
    }
}
