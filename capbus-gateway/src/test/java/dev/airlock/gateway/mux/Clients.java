package dev.airlock.gateway.mux;

import dev.airlock.schemas.model.IntentKey;

/** What the clients of other packages' tests hear. */
public final class Clients {
    private Clients() {}

    /** Tells when this client has gone away while something was under way for it. */
    public static void whenGone(Client client, Runnable told) {
        client.whenGone(client.enter(new IntentKey("s", "watched"), LiveOutput.none()), told);
    }
}
