/** What a payload's text hints at, before it runs: a reviewed table of substrings. Pure, for any thread. */
package dev.airlock.schemas.scan;
