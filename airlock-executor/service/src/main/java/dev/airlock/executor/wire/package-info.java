/** Bytes of the orders topic to what the executor works on, and outputs back. Rule of the room: it reads and judges nothing. */
package dev.airlock.executor.wire;
