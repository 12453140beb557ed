/** From records and files to values and back. Knows bytes; decides nothing. */
package dev.airlock.ledger.wire;
