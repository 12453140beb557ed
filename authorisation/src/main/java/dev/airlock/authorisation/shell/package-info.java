/** Where sets of policies come from and which one counts now. Rule of the room: files, topics, threads and the memo live here. */
package dev.airlock.authorisation.shell;
