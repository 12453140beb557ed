/** Attacks on a whole road in this process: what must be refused is tried, through the real services, and judged by the ledger. */
package dev.airlock.redteam;
