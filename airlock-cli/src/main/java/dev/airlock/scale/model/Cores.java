package dev.airlock.scale.model;

import java.util.ArrayDeque;
import java.util.Queue;

/** The processors of a host: pieces of work are taken first come, first served, each by one core from beginning to end. */
final class Cores {
    private record Piece(double millis, Runnable after) {}

    private final Agenda agenda;
    private final int count;
    private final double speed;
    private final Queue<Piece> waiting = new ArrayDeque<>();
    private int busy;
    private double worked;

    /**
     * @param cores how many
     * @param taken how many of them, in all, are busy with what the model does not follow; less than {@code cores}
     */
    Cores(Agenda agenda, int cores, double taken) {
        this.agenda = agenda;
        this.count = cores;
        this.speed = Math.max(0.01, (cores - taken) / cores);
    }

    /** @param millis of processor time */
    void run(double millis, Runnable after) {
        waiting.add(new Piece(millis, after));
        next();
    }

    private void next() {
        while (busy < count && !waiting.isEmpty()) {
            Piece piece = waiting.remove();
            busy++;
            agenda.in(piece.millis() / speed, () -> {
                busy--;
                worked += piece.millis() / speed;
                piece.after().run();
                next();
            });
        }
    }

    /** The share of all its time for which it worked, 0 to 1. */
    double utilisation() {
        return agenda.now() == 0 ? 0 : worked / (agenda.now() * count);
    }
}
