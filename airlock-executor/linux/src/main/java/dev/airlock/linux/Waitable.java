package dev.airlock.linux;

/** A descriptor that {@link Poll} can wait for. Closing it once is enough; using it afterwards throws. */
public abstract sealed class Waitable implements AutoCloseable
        permits PidFd, PipeEnd, SeccompListener, UnixListener, UnixPeer {
    private final Descriptor descriptor;

    Waitable(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    final int number() {
        return descriptor.number();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
