package dev.airlock.executor.shell;

/** For how long a partition is ours, from one assignment to its end: what was begun for it is nobody's afterwards. Any thread. */
final class Tenure {
    private static final int NONE = -1;

    private final int partition;
    private volatile boolean over;

    Tenure(int partition) {
        this.partition = partition;
    }

    /** Of runs that came by no partition: it does not end. */
    static Tenure lasting() {
        return new Tenure(NONE);
    }

    int partition() {
        return partition;
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }
}
