package dev.airlock.executor.pool;

/** What the thread of a warm guest is woken for. */
sealed interface Task permits Ticket, Errand {}
