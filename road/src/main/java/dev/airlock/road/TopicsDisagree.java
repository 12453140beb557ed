package dev.airlock.road;

import java.util.List;
import java.util.stream.Collectors;

/** Topics exist that are not what the flow says; what is in them could be lost or read wrongly, so nothing starts. */
public final class TopicsDisagree extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Difference> differences;

    /** One setting of one topic: what the flow says, what the broker has, and what to do. */
    public record Difference(String topic, String setting, String wanted, String found, String fix) {
        @Override
        public String toString() {
            return topic + ": " + setting + " is " + found + ", the flow says " + wanted + "; " + fix;
        }
    }

    TopicsDisagree(List<Difference> differences) {
        super(differences.stream().map(Difference::toString).collect(Collectors.joining("\n")));
        this.differences = List.copyOf(differences);
    }

    public List<Difference> differences() {
        return differences;
    }
}
