package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.Origin;
import java.util.Optional;

/** SNAFT-003: external AI sends no more text than a person could review. The limit for everybody is the ingress's. */
final class Oversize implements Rule {
    static final int CHARACTERS_MAX = 50_000;

    @Override
    public String id() {
        return "SNAFT-003";
    }

    @Override
    public int priority() {
        return 3;
    }

    @Override
    public Optional<String> check(Subject subject) {
        if (subject.origin() != Origin.EXTERNAL_AI) {
            return Optional.empty();
        }
        int characters = subject.text().codePointCount(0, subject.text().length());
        return characters <= CHARACTERS_MAX
                ? Optional.empty()
                : Optional.of("payload of " + characters + " characters; external_ai may send " + CHARACTERS_MAX);
    }
}
