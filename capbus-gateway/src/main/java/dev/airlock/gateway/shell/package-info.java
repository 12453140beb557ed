/**
 * Puts the gateway's decisions on the road: one transaction takes a screening in and its order or token out. Rule of the room:
 * only here, and in {@code mux}, are a clock, Kafka and Vert.x known.
 */
package dev.airlock.gateway.shell;
