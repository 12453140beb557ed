package dev.airlock.scale.model;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What will happen, in the order of its time, and of two things at one time in the order of their making. For one thread. */
final class Agenda {
    private record Event(double at, long number, Runnable act) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
    private double now;
    private long made;

    /** Milliseconds since the beginning. */
    double now() {
        return now;
    }

    /** @param millis from now, 0 and more */
    void in(double millis, Runnable act) {
        events.add(new Event(now + millis, made++, act));
    }

    /** Lets happen what comes before {@code end}; that is the time afterwards. */
    void runUntil(double end) {
        while (!events.isEmpty() && events.peek().at() < end) {
            Event next = events.remove();
            now = next.at();
            next.act().run();
        }
        now = end;
    }
}
