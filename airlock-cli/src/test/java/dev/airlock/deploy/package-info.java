/** The compose file and what it starts: held against the flow, the settings and the pom, and run as processes of their own. */
package dev.airlock.deploy;
