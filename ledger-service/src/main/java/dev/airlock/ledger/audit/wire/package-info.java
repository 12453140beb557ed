/** Records to an audit's values, and an audit's report to text. Rule of the room: bytes and values; no Kafka, no decisions. */
package dev.airlock.ledger.audit.wire;
