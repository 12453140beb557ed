/**
 * JSON frames, tokens' records and signed Avro to models and back. Rule of the room: bytes in, values out; no Kafka, no Vert.x,
 * no clock.
 */
package dev.airlock.gateway.wire;
