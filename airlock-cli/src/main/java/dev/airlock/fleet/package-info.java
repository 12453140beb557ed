/** A road of processes on this machine: what they find on disk, and the processes themselves. For what is measured, drilled and killed. */
package dev.airlock.fleet;
