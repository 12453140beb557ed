/**
 * The one way to measure: {@code airlock bench NAME}. Each benchmark measures a figure and its floor in the same run, in turn; no
 * number of an earlier run or of another machine is in here. Rule: loopback only, bounded loops, and nothing outlives a run.
 */
package dev.airlock.bench;
