/** What an audit looks at and what it says of it. Rule of the room: values only; no I/O, clock or randomness. */
package dev.airlock.ledger.audit.model;
