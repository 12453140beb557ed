package dev.airlock.cli;

/** What keeps a command from doing its work: the thing, and what to do about it. */
final class Trouble extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exit;
    private final String fix;

    /**
     * @param exit one of {@link Exit}
     * @param message the thing and the value
     * @param fix what to do; may be empty
     */
    Trouble(int exit, String message, String fix) {
        super(message);
        this.exit = exit;
        this.fix = fix;
    }

    int exit() {
        return exit;
    }

    String fix() {
        return fix;
    }
}
