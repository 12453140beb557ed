package dev.airlock.executor.pool;

/**
 * What is to be done for one order on the thread of a warm guest, which it has for itself meanwhile: no thread waits for another between
 * the payload's coming and its token.
 *
 * @param work may run one payload by {@link SlotPool#run}, which takes place in that guest; throws nothing
 * @param over told afterwards, once the guest is warm again or is to be torn down; throws nothing and waits for nothing
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
