/**
 * What runs the executor: threads, Kafka, clock, configuration, logs. Rule of the room: it carries values between the other
 * rooms and decides nothing itself.
 */
package dev.airlock.executor.shell;
