package dev.airlock.redteam;

/** Something honest did not go through, so that refusing the attack before it proves nothing. */
public final class ControlFailed extends Exception {
    private static final long serialVersionUID = 1L;

    ControlFailed(String message) {
        super(message);
    }
}
