package dev.airlock.provenance.foreign;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Foreign tokens and who descends from whom. A parent that is not there, one with another hash than its child says, and a circle are
 * findings; in tibet-core itself the first ends the walk in silence and the second cannot be seen. For one thread.
 */
public final class Lineage {
    /** How many generations a walk goes back. */
    public static final int GENERATIONS_MAX = 100;

    private final SequencedMap<String, ForeignToken> tokens = new LinkedHashMap<>();

    /** Something wrong between tokens. */
    public record Finding(String token, Kind kind) {
        /** For people. */
        public String text() {
            return token + ": " + kind.text;
        }
    }

    /** What is wrong. */
    public enum Kind {
        /** Another token has its id. */
        SAME_ID("another token has the same id"),
        /** Its parent is not among the tokens. */
        PARENT_MISSING("its parent is not there; without it nothing before this token is proved"),
        /** Its parent has another hash than it, or its adoption, says. */
        PARENT_REPLACED("its parent is not the one that it was bound to: the parent was replaced"),
        /** It has another hash than its adoption says. */
        REPLACED("it is not the token that was taken in: it was replaced"),
        /** It was taken in, and is not among the tokens. */
        GONE("it was taken in, and is not there any more"),
        /** It was made before its parent. */
        BEFORE_PARENT("it was made before its parent"),
        /** It is among its own ancestors. */
        CIRCLE("it is an ancestor of itself");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** How a walk to the ancestors ended. */
    public enum End {
        /** At a token without a parent. */
        BEGINNING,
        /** At a parent that is not there. */
        PARENT_MISSING,
        /** At a token that the walk had passed. */
        CIRCLE,
        /** After as many generations as a walk goes. */
        TOO_FAR
    }

    /** A walk: the token itself, its parent and so on, and how it ended. */
    public record Walk(List<ForeignToken> tokens, End end) {}

    /** Takes a token up; a finding if its id is taken, and then the first of that id stays. */
    public Optional<Finding> add(ForeignToken token) {
        return tokens.putIfAbsent(token.id(), token) == null
                ? Optional.empty()
                : Optional.of(new Finding(token.id(), Kind.SAME_ID));
    }

    /** The tokens by id, in the order in which they were taken up. */
    public SequencedMap<String, ForeignToken> tokens() {
        return Collections.unmodifiableSequencedMap(tokens);
    }

    /** What is wrong between the tokens, in their order. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Set<String> circular = circular();
        for (ForeignToken token : tokens.values()) {
            if (circular.contains(token.id())) {
                findings.add(new Finding(token.id(), Kind.CIRCLE));
            }
            if (token.parent().isPresent()) {
                against(token, tokens.get(token.parent().get()))
                        .ifPresent(kind -> findings.add(new Finding(token.id(), kind)));
            }
        }
        return List.copyOf(findings);
    }

    /** What is not as it was when it was taken in, in the adoption's order. */
    public List<Finding> findings(Adoption adoption) {
        List<Finding> findings = new ArrayList<>();
        for (Adoption.Bond bond : adoption.bonds()) {
            ForeignToken token = tokens.get(bond.token());
            if (token == null) {
                findings.add(new Finding(bond.token(), Kind.GONE));
            } else if (!token.hash().equals(bond.hash()) || !token.parent().equals(bond.parent())) {
                findings.add(new Finding(bond.token(), Kind.REPLACED));
            }
            bond.parent()
                    .map(tokens::get)
                    .filter(parent -> !Optional.of(parent.hash()).equals(bond.parentHash()))
                    .ifPresent(_ -> findings.add(new Finding(bond.token(), Kind.PARENT_REPLACED)));
        }
        return List.copyOf(findings);
    }

    /**
     * Binds every token to its parent's hash, for its form may not.
     *
     * @throws IllegalStateException if {@link #findings()} are not empty: what does not hold is not taken in
     */
    public Adoption adopt(Instant now) {
        if (!findings().isEmpty()) {
            throw new IllegalStateException("tokens with findings are not taken in");
        }
        return new Adoption(
                now,
                tokens.values().stream()
                        .map(token -> new Adoption.Bond(
                                token.id(),
                                token.hash(),
                                token.parent(),
                                token.parent().map(tokens::get).map(ForeignToken::hash)))
                        .toList());
    }

    /** From a token to its ancestors. Empty tokens and PARENT_MISSING if it is not there. */
    public Walk walk(String id) {
        SequencedMap<String, ForeignToken> passed = new LinkedHashMap<>();
        Optional<String> next = Optional.of(id);
        while (next.isPresent()) {
            ForeignToken token = tokens.get(next.get());
            if (token == null) {
                return new Walk(List.copyOf(passed.values()), End.PARENT_MISSING);
            }
            if (passed.size() > GENERATIONS_MAX) {
                return new Walk(List.copyOf(passed.values()), End.TOO_FAR);
            }
            if (passed.putIfAbsent(token.id(), token) != null) {
                return new Walk(List.copyOf(passed.values()), End.CIRCLE);
            }
            next = token.parent();
        }
        return new Walk(List.copyOf(passed.values()), End.BEGINNING);
    }

    private static Optional<Kind> against(ForeignToken token, ForeignToken parent) {
        if (parent == null) {
            return Optional.of(Kind.PARENT_MISSING);
        }
        if (token.parentHash().isPresent() && !token.parentHash().get().equals(parent.hash())) {
            return Optional.of(Kind.PARENT_REPLACED);
        }
        Instant made = token.timestamp().orElse(Instant.MAX);
        return made.isBefore(parent.timestamp().orElse(Instant.MIN))
                ? Optional.of(Kind.BEFORE_PARENT)
                : Optional.empty();
    }

    /** The tokens that are their own ancestors; each token is passed once, however long the lines are. */
    private Set<String> circular() {
        Set<String> circular = new HashSet<>();
        Map<String, String> walkOf = new HashMap<>();
        for (String start : tokens.keySet()) {
            String at = start;
            while (at != null && tokens.containsKey(at) && !walkOf.containsKey(at)) {
                walkOf.put(at, start);
                at = tokens.get(at).parent().orElse(null);
            }
            if (start.equals(walkOf.get(at))) {
                String round = at;
                do {
                    circular.add(round);
                    round = tokens.get(round).parent().orElseThrow();
                } while (!round.equals(at));
            }
        }
        return circular;
    }
}
