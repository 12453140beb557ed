/**
 * Snaft on the road: the verticle, its hop over INTENTS, its configuration and its log lines. Everything that can be
 * computed is in {@code decide}.
 */
package dev.airlock.snaft.shell;
