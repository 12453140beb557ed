package dev.airlock.road;

/** The bus did not answer in time, or would not let us in. */
public final class BusUnreachable extends Exception {
    private static final long serialVersionUID = 1;

    /** @param cause what Kafka's client said */
    public BusUnreachable(Bus bus, Throwable cause) {
        super(
                "bus " + bus.bootstrapServers() + ": " + reason(cause)
                        + "; check that the broker runs and that security.*, sasl.* and ssl.* fit it",
                cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
