/**
 * What policy knows: whose word stands, which executors are alive, and how open a verdict would leave us. Values that change only by
 * {@code replay}; they touch no clock, no thread and no I/O.
 */
package dev.airlock.policy.model;
