/** The logs over HTTP, as tlog clients read them: files that never change, and the few that do. It writes nothing. */
package dev.airlock.ledger.http;
