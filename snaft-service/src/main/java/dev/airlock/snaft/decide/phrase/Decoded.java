package dev.airlock.snaft.decide.phrase;

/**
 * What an encoded stretch of a payload holds.
 *
 * @param text the text in it; empty if it holds none
 * @param kind the kind of file that its first bytes announce, for example {@code ELF}; empty if none
 * @param layers how many times it was decoded; 1 to {@link Decoding#LAYERS_MAX}
 */
public record Decoded(String text, String kind, int layers) {}
