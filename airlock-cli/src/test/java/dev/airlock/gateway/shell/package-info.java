/** Only the door for tests that kill a gateway between two commits. Rule: nothing else lives here. */
package dev.airlock.gateway.shell;
