/** The stamp as the JSON text that lies on the disk. */
package dev.airlock.setup.wire;
