/** The stamp as the JSON text that lies on the disk, and what systemd prints. */
package dev.airlock.setup.wire;
