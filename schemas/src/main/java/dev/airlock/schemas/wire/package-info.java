/** Bytes to models and back. The schemas under {@code avro/} are the contract; nothing of Avro leaves this room. */
package dev.airlock.schemas.wire;
