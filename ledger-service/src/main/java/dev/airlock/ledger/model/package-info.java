/** What the ledger knows of a partition of tokens: where its chains and its Merkle log stand. Values without clock, thread or I/O. */
package dev.airlock.ledger.model;
