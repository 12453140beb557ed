/**
 * What a program needs that wants something run: {@link dev.airlock.client.Airlock}. One package, so that only what such a program uses is
 * public. It knows the contracts and the tokens, and nothing of a node's services.
 */
package dev.airlock.client;
