package dev.airlock.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks all chains of one partition while its tokens pass in order. Each token has been verified alone by
 * {@link TokenReader}; this is about what stands between them. For one thread.
 *
 * <p>Memory: one head per chain (a chain of this partition needs a trusted key, so there are as many as the ring allows), and two
 * windows of the last {@code windowTokens} token ids and intents, some 250 bytes per token. So a duplicate is found
 * if at most that many distinct tokens lie between it and the first; {@link #beyondWindow} says how many tokens were
 * too far back, and 0 means that the answer is exact.
 *
 * <p>After a finding it goes on from the token at hand, so that one fault is told once: a token out of order does not
 * move the head back.
 *
 * <p>A chain cannot show that its last tokens are missing; {@link #missingTails} compares it with the heads that the
 * sealers remember.
 */
public final class ChainVerifier {
    /** How much earlier than its parent a token may have been made: a step of the sealer's clock. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);

    /** The default window. */
    public static final int WINDOW_TOKENS = 100_000;

    private final int partition;
    private final Map<ChainName, Last> lasts = new HashMap<>();
    private final Optional<Windows> windows;
    private final Function<KeyId, String> places;

    /** What is remembered of the last tokens. */
    private record Windows(RecentKeys tokenIds, RecentKeys intents) {}

    /** The end of a chain so far. */
    private record Last(ChainHead head, Place place, Instant made) {}

    /**
     * A verifier for the beginning of this partition.
     *
     * @param windowTokens how many tokens back duplicates are looked for, at least 1
     */
    public ChainVerifier(int partition, int windowTokens) {
        this(partition, windowTokens, KeyId::value);
    }

    /**
     * The same, which knows which keys are one sealer's over time.
     *
     * @param places see {@link #due}
     */
    public ChainVerifier(int partition, int windowTokens, Function<KeyId, String> places) {
        this(partition, Optional.of(windows(windowTokens)), places);
    }

    private ChainVerifier(int partition, Optional<Windows> windows, Function<KeyId, String> places) {
        this.partition = partition;
        this.windows = windows;
        this.places = places;
    }

    /**
     * A verifier of what links the tokens only, for whoever looks for duplicates himself: it never gives {@link ChainFinding.DuplicateId} or
     * {@link ChainFinding.SecondToken}, and its memory is one head per chain.
     */
    public static ChainVerifier ofLinks(int partition) {
        return new ChainVerifier(partition, Optional.empty(), KeyId::value);
    }

    private static Windows windows(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException("the window must hold at least one token");
        }
        return new Windows(new RecentKeys(tokens), new RecentKeys(tokens));
    }

    /**
     * Takes a chain up where it stood, at the word of somebody who is trusted, since what is before is not to be had. To be called before its
     * first token.
     */
    public void resume(ChainHead head) {
        lasts.put(head.chain(), new Last(head, new Place(partition, 0), Instant.MIN));
    }

    /** What is wrong with the next token of the partition; empty if nothing is. */
    public List<ChainFinding> next(Token token, long offset) {
        Place place = new Place(partition, offset);
        ChainLink link = token.link();
        List<ChainFinding> findings = new ArrayList<>();
        windows.ifPresent(remembered -> checkDuplicates(remembered, token, place, findings));
        if (link.chain().partition() != partition) {
            // What it names is no chain of this partition, and a sealer may name as many as there are numbers.
            findings.addFirst(new ChainFinding.WrongPartition(
                    place, token.id(), link.chain().partition()));
            return List.copyOf(findings);
        }
        Last last = lasts.get(link.chain());
        if (last == null) {
            if (!(link.predecessor() instanceof Predecessor.None)) {
                findings.add(new ChainFinding.GenesisMissing(place, token.id(), link.epoch(), link.sequence()));
            }
        } else if (!follows(last, token, place, findings)) {
            return List.copyOf(findings);
        }
        lasts.put(
                link.chain(),
                new Last(ChainHead.after(token), place, token.content().timestamp()));
        return List.copyOf(findings);
    }

    /** The chains of the partition and where each stands now. */
    public List<ChainHead> heads() {
        return lasts.values().stream().map(Last::head).toList();
    }

    /** How many tokens have left the window; while it is 0, no duplicate can have been missed. */
    public long beyondWindow() {
        return windows.map(remembered -> Math.max(
                        remembered.tokenIds().forgotten(), remembered.intents().forgotten()))
                .orElse(0L);
    }

    /**
     * The chains that end before a head that their sealer remembers, or that are missing altogether.
     *
     * @param remembered the heads from the sealers' offset metadata; other partitions' heads are passed over
     */
    public List<ChainFinding> missingTails(List<ChainHead> remembered) {
        List<ChainFinding> findings = new ArrayList<>();
        for (ChainHead head : remembered) {
            Last last = lasts.get(head.chain());
            boolean ours = head.chain().partition() == partition && head.hash().isPresent();
            if (ours && (last == null || behind(last.head(), head))) {
                findings.add(new ChainFinding.TailMissing(
                        last == null ? new Place(partition, 0) : last.place(), head.chain()));
            }
        }
        return List.copyOf(findings);
    }

    private void checkDuplicates(Windows remembered, Token token, Place place, List<ChainFinding> findings) {
        byte[] id = Sha256.of(token.id().value().getBytes(UTF_8)).bytes();
        byte[] intent = Sha256.of(due(token, places).getBytes(UTF_8)).bytes();
        remembered
                .tokenIds()
                .seen(id, place.offset())
                .ifPresent(first ->
                        findings.add(new ChainFinding.DuplicateId(place, token.id(), new Place(partition, first))));
        remembered
                .intents()
                .seen(intent, place.offset())
                .ifPresent(first ->
                        findings.add(new ChainFinding.SecondToken(place, token.id(), new Place(partition, first))));
    }

    /**
     * What this token is the one token of: an intent that came by the bus, or one that came to the fast lane of a node, which has one sealer. Of two
     * tokens that give the same text one is too many.
     *
     * @param places the same text for all keys that a node has sealed with, each in its time
     */
    public static String due(Token token, Function<KeyId, String> places) {
        ChainName chain = token.link().chain();
        String door = chain.lane() == Lane.FAST ? places.apply(chain.sealer()) : "";
        var key = token.content().eraan().key();
        // a zero byte cannot be in any part, so that no two intents give the same text
        return door + '\0' + key.session() + '\0' + key.id();
    }

    /** Adds what is wrong between the last token and this one; false if this one must not become the head. */
    private static boolean follows(Last last, Token token, Place place, List<ChainFinding> findings) {
        ChainLink wanted = last.head().next();
        ChainLink link = token.link();
        if (link.sequence() == 0 && link.epoch() < wanted.epoch() + 1) {
            findings.add(new ChainFinding.SecondGenesis(place, token.id(), link.epoch()));
            return false;
        }
        if (link.epoch() < wanted.epoch() || (link.epoch() == wanted.epoch() && link.sequence() < wanted.sequence())) {
            findings.add(new ChainFinding.Rewound(place, token.id(), link.epoch(), link.sequence()));
            return false;
        }
        if (link.epoch() == wanted.epoch()) {
            checkParent(wanted, token, place, findings);
        } else {
            checkEpoch(last.head(), token, place, findings);
        }
        Duration before = Duration.between(token.content().timestamp(), last.made());
        if (before.compareTo(CLOCK_TOLERANCE) > 0) {
            findings.add(new ChainFinding.BeforeParent(place, token.id(), before));
        }
        return true;
    }

    private static void checkParent(ChainLink wanted, Token token, Place place, List<ChainFinding> findings) {
        ChainLink link = token.link();
        if (link.sequence() > wanted.sequence()) {
            findings.add(new ChainFinding.Gap(place, token.id(), wanted.sequence(), link.sequence()));
        } else if (!link.predecessor().equals(wanted.predecessor())) {
            findings.add(new ChainFinding.WrongParent(place, token.id()));
        }
    }

    private static void checkEpoch(ChainHead last, Token token, Place place, List<ChainFinding> findings) {
        ChainLink link = token.link();
        if (link.sequence() > 0) {
            findings.add(new ChainFinding.GenesisMissing(place, token.id(), link.epoch(), link.sequence()));
        } else if (!link.equals(last.nextEpoch().next())) {
            findings.add(new ChainFinding.WrongEpoch(place, token.id(), link.epoch()));
        }
    }

    /** Whether the first head comes before the second; the same place with another token counts as before. */
    private static boolean behind(ChainHead seen, ChainHead remembered) {
        if (seen.hash().equals(remembered.hash())) {
            return false; // also when the sealer has opened a new epoch and sealed nothing in it yet
        }
        ChainLink here = seen.next();
        ChainLink there = remembered.next();
        return here.epoch() < there.epoch() || (here.epoch() == there.epoch() && here.sequence() <= there.sequence());
    }
}
