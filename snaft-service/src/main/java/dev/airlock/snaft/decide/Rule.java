package dev.airlock.snaft.decide;

import java.util.Optional;

/** One rule of the firewall. Stateless; its check takes time linear in the subject's text. */
public interface Rule {
    /** The rule's name in tokens and logs, for example {@code DESTRUCT-001}. */
    String id();

    /** Lower numbers are asked first; the first that matches and does not only warn decides. */
    int priority();

    /** What the rule saw, in one sentence; empty if it has nothing to object. */
    Optional<String> check(Subject subject);

    /** Whether what it sees is only written down, and refuses nothing. */
    default boolean warns() {
        return false;
    }
}
