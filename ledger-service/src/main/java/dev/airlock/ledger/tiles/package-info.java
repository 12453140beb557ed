/**
 * The log on the disk: hashes and entries in the layout of C2SP tlog-tiles, which is a copy of what the topic says and never believed. Knows files;
 * no bus.
 */
package dev.airlock.ledger.tiles;
