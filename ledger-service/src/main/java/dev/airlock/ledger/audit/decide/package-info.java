/** What an audit makes of tokens, postures and decisions. Rule of the room: pure; state changes only by what is handed in. */
package dev.airlock.ledger.audit.decide;
