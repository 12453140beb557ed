/**
 * How every station reaches the bus: exactly-once is written here once, and a client is built from a {@code Station} and a
 * {@code Topic} only. Rule: this is shell; it knows Kafka and the flow, and nothing of what the records mean.
 */
package dev.airlock.road;
