package dev.airlock.provenance.foreign;

import java.util.List;
import java.util.SequencedMap;

/** A JSON value with its numbers as they were written, since two forms of hashing write them differently. */
sealed interface Json {
    /** Members with distinct names, in the order in which they stood. */
    record Members(SequencedMap<String, Json> members) implements Json {}

    /** Values in their order. */
    record Items(List<Json> items) implements Json {}

    /** A string of whole characters: no half of a surrogate pair. */
    record Text(String value) implements Json {}

    /** A number's text, which fits JSON's grammar. */
    record Numeral(String text) implements Json {
        /** Whether Python reads it as an int. */
        boolean whole() {
            return text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
        }
    }

    /** True or false. */
    record Flag(boolean value) implements Json {}

    /** Null. */
    record Null() implements Json {}
}
