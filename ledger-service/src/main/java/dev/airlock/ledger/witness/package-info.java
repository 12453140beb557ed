/** A witness: a process of its own that co-signs the heads of logs when it has seen that they only grew. It needs no bus. */
package dev.airlock.ledger.witness;
