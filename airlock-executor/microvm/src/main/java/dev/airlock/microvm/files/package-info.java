/**
 * The guest's file tree: the image, read-only, and over it a few devices and a small file system in memory.
 *
 * <p>Rule of the room: it knows neither guest memory nor descriptors. Names and paths are bytes, one char each (ISO
 * 8859-1), and every one of them is hostile. Failures are negative errno values of {@link Errors}.
 */
package dev.airlock.microvm.files;
