package dev.airlock.client;

import java.util.concurrent.CompletableFuture;

/** A node's ingress. Opens no connection before it is asked. Any thread. */
interface Door extends AutoCloseable {
    /** The answer's bytes to a frame; fails with an {@link java.io.IOException} if the node cannot be reached or breaks off. */
    CompletableFuture<byte[]> frame(byte[] json);

    /** The same to an intent that its caller has signed. */
    CompletableFuture<byte[]> signed(byte[] envelope);

    @Override
    void close();
}
