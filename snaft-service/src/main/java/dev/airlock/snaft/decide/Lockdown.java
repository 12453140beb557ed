package dev.airlock.snaft.decide;

import java.util.Optional;

/** Refuses who comes from outside while the rules are not those that were reviewed. DESTRUCT-001 comes first all the same. */
final class Lockdown implements Rule {
    @Override
    public String id() {
        return "INTEGRITY_VIOLATION";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Optional<String> check(Subject subject) {
        return switch (subject.origin()) {
            case EXTERNAL_AI, EXTERNAL ->
                Optional.of("the rules of this snaft are not those that were reviewed; the caller is not to blame");
            case INTERNAL, LOCAL, OPERATOR -> Optional.empty();
        };
    }
}
