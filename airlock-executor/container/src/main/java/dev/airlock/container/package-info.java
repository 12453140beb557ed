/**
 * Programs in containers of the host's kernel: single-use, warmed and parked, started by an OCI runtime, each call that its policy does
 * not list seen here. Knows nothing of orders and tokens.
 */
package dev.airlock.container;
