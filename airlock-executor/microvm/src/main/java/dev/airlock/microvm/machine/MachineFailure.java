package dev.airlock.microvm.machine;

/** The host refused something a running guest depends on; the run ends as faulted. */
public final class MachineFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MachineFailure(String what) {
        super(what);
    }

    public MachineFailure(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
