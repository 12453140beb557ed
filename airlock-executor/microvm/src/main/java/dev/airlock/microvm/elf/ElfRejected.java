package dev.airlock.microvm.elf;

/** A file that is no program we can load, with the reason. */
public final class ElfRejected extends Exception {
    private static final long serialVersionUID = 1L;

    public ElfRejected(String reason) {
        super(reason);
    }
}
