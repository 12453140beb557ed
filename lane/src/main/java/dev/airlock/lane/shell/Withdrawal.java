package dev.airlock.lane.shell;

/** Whether somebody wants one intent no more, which can be said until it is settled and not afterwards. Any thread. */
final class Withdrawal {
    private boolean withdrawn;
    private boolean closed;

    /**
     * Somebody wants it no more.
     *
     * @param act done before this returns, unless the intent is settled; it never blocks
     * @return whether it was done
     */
    synchronized boolean withdraw(Runnable act) {
        if (closed) {
            return false;
        }
        withdrawn = true;
        act.run();
        return true;
    }

    synchronized boolean withdrawn() {
        return withdrawn;
    }

    /**
     * The intent is settled, and nothing is done any more.
     *
     * @param forget takes back what was done and nobody has met; only if something was
     */
    synchronized void close(Runnable forget) {
        closed = true;
        if (withdrawn) {
            forget.run();
        }
    }
}
