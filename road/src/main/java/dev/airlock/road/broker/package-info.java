/**
 * A real Kafka broker and controller in this JVM, for a node on one machine and for tests. Rule: nothing else of the road knows
 * it; who starts one names the server's artifacts as its own dependencies.
 */
package dev.airlock.road.broker;
