package dev.airlock.lane.journal;

import java.nio.file.Path;

/**
 * The end of a journal that a crash left half written, and that was cut off. Nothing of it had been made durable, so nobody was answered.
 *
 * @param file the segment
 * @param position where the cut is, in bytes from the beginning of the file
 * @param reason what was wrong with the first frame behind it
 */
public record Cut(Path file, long position, String reason) {}
