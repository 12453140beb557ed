package dev.airlock.container;

/** No container, with the reason and, where we know one, the fix. */
public final class ContainerFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public ContainerFailed(String reason) {
        super(reason);
    }

    public ContainerFailed(String reason, Throwable cause) {
        super(reason, cause);
    }
}
