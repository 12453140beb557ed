/** The {@code airlock} command. Each command is a page; what it needs of a node it takes from {@code dev.airlock.node}. */
package dev.airlock.cli;
