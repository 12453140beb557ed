/** How log lines are written: one line each, whatever is in them. Whatever a caller, a guest or a peer sent may be in a message or a field. */
package dev.airlock.cli.log;
