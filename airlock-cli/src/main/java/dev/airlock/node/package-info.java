/** A node: the embedded broker and every service in one JVM, on one data directory; and the way for a caller to reach one. */
package dev.airlock.node;
