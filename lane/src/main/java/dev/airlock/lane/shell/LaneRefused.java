package dev.airlock.lane.shell;

/** Why a fast lane does not open, and what to do about it. */
public final class LaneRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final String fix;

    LaneRefused(String message, String fix, Throwable cause) {
        super(message, cause);
        this.fix = fix;
    }

    public String fix() {
        return fix;
    }
}
