package dev.airlock.image;

/** Told what is being done, one line at a time, on the thread that does it. */
@FunctionalInterface
public interface Progress {
    void say(String line);
}
