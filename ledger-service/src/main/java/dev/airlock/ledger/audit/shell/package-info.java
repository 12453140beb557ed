/** Where an audit touches the world: topics, threads, files. Rule of the room: it knows the order of things and decides nothing. */
package dev.airlock.ledger.audit.shell;
