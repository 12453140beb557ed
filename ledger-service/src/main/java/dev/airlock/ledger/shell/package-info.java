/** What runs the ledger: its verticle, topics, files, clocks and counters. It decides nothing itself. */
package dev.airlock.ledger.shell;
