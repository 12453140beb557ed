/**
 * What runs a plan: the microVM, or the simulation that runs nothing. Rule of the room: it sees a plan and a payload and gives
 * a trace; it judges nothing beyond one system call, and knows neither Kafka nor tokens.
 */
package dev.airlock.executor.sandbox;
