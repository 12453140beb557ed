package dev.airlock.schemas.wire;

/** An earlier version of an enum has no symbol for a constant. */
final class NoSuchSymbol extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoSuchSymbol(String message) {
        super(message);
    }
}
