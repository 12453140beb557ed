/**
 * {@code airlock chaos}: a road of processes that are killed while callers use it, and the reckoning afterwards: one token for every intent.
 */
package dev.airlock.chaos;
