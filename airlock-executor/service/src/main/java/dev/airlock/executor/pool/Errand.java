package dev.airlock.executor.pool;

/**
 * What is to be done for one order on the thread of a warm guest, which it has for itself meanwhile: nothing is handed to another thread
 * for the run and back.
 *
 * @param work may run one payload by {@link SlotPool#run}, which takes place in that guest; throws nothing
 * @param over told once afterwards, when the guest is warm again, is about to be proved, or is to be torn down; throws nothing and waits for
 *     nothing
 */
public record Errand(Runnable work, Runnable over) implements Task {
    /** On the calling thread, where no guest is held. */
    public void run() {
        try {
            work.run();
        } finally {
            over.run();
        }
    }
}
