package dev.airlock.jail.model;

import java.util.Comparator;
import java.util.List;

/**
 * Rules by call; a call without a rule is denied.
 *
 * @param rules in the order of their numbers, one for a call
 */
public record SyscallFilter(List<SyscallRule> rules) {
    public SyscallFilter {
        rules = rules.stream()
                .sorted(Comparator.comparingInt(SyscallRule::number))
                .toList();
        for (int i = 1; i < rules.size(); i++) {
            if (rules.get(i).number() == rules.get(i - 1).number()) {
                throw new IllegalArgumentException("call " + rules.get(i).number() + " has two rules");
            }
        }
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("a filter without a rule stops every program");
        }
    }
}
