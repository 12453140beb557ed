/**
 * Warm guests that wait for plans. Rule of the room: one slot is one guest on one thread; a guest whose run did not end by itself never runs
 * again.
 */
package dev.airlock.executor.pool;
