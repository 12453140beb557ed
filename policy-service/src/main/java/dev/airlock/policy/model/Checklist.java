package dev.airlock.policy.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What has to be looked at before a word is said: a template of steps, each after those it depends on.
 *
 * @param name what it is called
 * @param purpose what it is for, for people
 * @param steps in an order in which they can be done; 1 to {@value #STEPS_MAX}
 */
public record Checklist(String name, String purpose, List<Step> steps) {
    /** The most steps of a checklist. */
    public static final int STEPS_MAX = 64;

    /**
     * One step.
     *
     * @param id its name in this checklist
     * @param name what holds when it is done
     * @param check how one sees that
     * @param critical whether nothing may be opened without it
     * @param intent the intent that does it; empty if people do
     * @param dependencies the ids of steps that come before; it does not count without them
     */
    public record Step(
            String id, String name, String check, boolean critical, String intent, List<String> dependencies) {
        public Step {
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * How far it is.
     *
     * @param name the checklist's
     * @param done how many steps count as done
     * @param all how many there are
     * @param missing the ids of the others, in their order
     * @param critical those of the missing that are critical
     */
    public record Report(String name, int done, int all, List<String> missing, List<String> critical) {
        public Report {
            missing = List.copyOf(missing);
            critical = List.copyOf(critical);
        }

        public boolean complete() {
            return missing.isEmpty();
        }

        /** One line: {@code checklist recovery 3/5 INCOMPLETE, missing repair, callers}. */
        public String text() {
            return "checklist " + name + " " + done + "/" + all + " "
                    + (complete() ? "COMPLETE" : "INCOMPLETE, missing " + String.join(", ", missing));
        }
    }

    /** @throws IllegalArgumentException for no or too many steps, two of one id, and a dependency that is no earlier step */
    public Checklist {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > STEPS_MAX) {
            throw new IllegalArgumentException(
                    "checklist " + name + " has " + steps.size() + " steps; it needs 1 to " + STEPS_MAX);
        }
        Set<String> earlier = new HashSet<>();
        for (Step step : steps) {
            for (String dependency : step.dependencies()) {
                if (!earlier.contains(dependency)) {
                    throw new IllegalArgumentException("checklist " + name + ": step " + step.id() + " depends on "
                            + dependency + ", which is no earlier step; put it before");
                }
            }
            if (!earlier.add(step.id())) {
                throw new IllegalArgumentException("checklist " + name + " has two steps " + step.id());
            }
        }
    }

    /**
     * How far it is when somebody says that these steps are done. A step whose dependencies are not done is not done either.
     *
     * @throws IllegalArgumentException if one of them is no step of this checklist, with those there are
     */
    public Report report(List<String> said) {
        List<String> ids = steps.stream().map(Step::id).toList();
        for (String id : said) {
            if (!ids.contains(id)) {
                throw new IllegalArgumentException(
                        "checklist " + name + " has no such step; its steps are " + String.join(", ", ids));
            }
        }
        Set<String> done = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        List<String> critical = new ArrayList<>();
        for (Step step : steps) {
            if (said.contains(step.id()) && done.containsAll(step.dependencies())) {
                done.add(step.id());
            } else {
                missing.add(step.id());
                if (step.critical()) {
                    critical.add(step.id());
                }
            }
        }
        return new Report(name, done.size(), steps.size(), missing, critical);
    }
}
