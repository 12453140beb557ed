/** Puts a distribution in its place on a host, and takes it away again: what is there, what is to be done, and the doing. */
package dev.airlock.setup;
