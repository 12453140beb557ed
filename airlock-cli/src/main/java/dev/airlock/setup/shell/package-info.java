/** Everything that touches files, accounts and systemd. */
package dev.airlock.setup.shell;
