/**
 * The TCP listener for JSON frames: it publishes intents as a caller, and answers with the token. Rule of the room: nothing here
 * decides whether an intent may run; the bus does.
 */
package dev.airlock.gateway.mux;
