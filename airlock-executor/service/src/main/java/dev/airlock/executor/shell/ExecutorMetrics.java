package dev.airlock.executor.shell;

/**
 * What an executor has done since it started. At rest: {@code taken = completed + killed + faulted + refused}, and
 * {@code read = taken + unreadable + repeated}, while no partition went to another executor: orders that waited for a slot then were read here, and are no more.
 * While orders are under way, {@code taken} is ahead.
 */
public interface ExecutorMetrics {
    /** A record came from the orders topic. */
    void read();

    /** It was an order that we had not had before. */
    void taken();

    /** It was no order that may be believed; it went to the dead letters. */
    void unreadable();

    /** Its grant was redeemed before; nothing was done. */
    void repeated();

    /** An order's program ran to its end. */
    void completed();

    /** An order's run was ended from outside. */
    void killed();

    /** An order's run failed. */
    void faulted();

    /** An order was not run. */
    void refused();
}
