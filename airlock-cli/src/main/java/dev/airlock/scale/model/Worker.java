package dev.airlock.scale.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** One executor: so many runs at once, one of a session at a time, in the order in which they came. */
final class Worker {
    /** One order on its way. */
    record Order(int session, Runnable done) {}

    private final Agenda agenda;
    private final Cores cores;
    private final Costs costs;
    private final int slots;
    private final Deque<Order> queue = new ArrayDeque<>();
    private final Set<Integer> running = new HashSet<>();
    private double held;

    /** @param slots how many runs it has at once */
    Worker(Agenda agenda, Cores cores, Costs costs, int slots) {
        this.agenda = agenda;
        this.cores = cores;
        this.costs = costs;
        this.slots = slots;
    }

    void take(Order order) {
        queue.add(order);
        next();
    }

    private void next() {
        Iterator<Order> orders = queue.iterator();
        while (running.size() < slots && orders.hasNext()) {
            Order order = orders.next();
            if (running.add(order.session())) {
                orders.remove();
                begin(order);
            }
        }
    }

    private void begin(Order order) {
        double began = agenda.now();
        cores.run(
                costs.runProcessor(),
                () -> agenda.in(costs.heldOtherwise(), () -> {
                    running.remove(order.session());
                    held += agenda.now() - began;
                    order.done().run();
                    next();
                }));
    }

    /** The share of its slots' time that was in use, 0 to 1. */
    double utilisation() {
        return agenda.now() == 0 ? 0 : held / (agenda.now() * slots);
    }
}
