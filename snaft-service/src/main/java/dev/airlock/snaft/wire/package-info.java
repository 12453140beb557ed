/** Files and tokens as snaft's values: reads, and decides nothing. */
package dev.airlock.snaft.wire;
