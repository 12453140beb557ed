package dev.airlock.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainVerifierTest {
    private static final int WINDOW = 1_000;

    /** Three epochs of the executor and, woven in, one of the gateway: a partition as it really looks. */
    private static final List<Token> PARTITION = partition(24);

    private static final List<ChainHead> HEADS = headsOf(PARTITION);

    @Test
    void a_whole_partition_has_no_findings() {
        ChainVerifier verifier = new ChainVerifier(3, WINDOW);

        assertThat(feed(verifier, PARTITION)).isEmpty();
        assertThat(verifier.missingTails(HEADS)).isEmpty();
        assertThat(verifier.missingTails(
                        HEADS.stream().map(ChainHead::nextEpoch).toList()))
                .isEmpty();
        assertThat(verifier.heads()).containsExactlyInAnyOrderElementsOf(HEADS);
        assertThat(verifier.beyondWindow()).isZero();
    }

    @Test
    void every_dropped_token_is_found() {
        for (int at = 0; at < PARTITION.size(); at++) {
            List<Token> dropped = new ArrayList<>(PARTITION);
            dropped.remove(at);
            assertThat(findings(dropped)).as("without token %d", at).isNotEmpty();
        }
    }

    @Test
    void every_swapped_pair_of_one_chain_is_found() {
        for (int i = 0; i < PARTITION.size(); i++) {
            for (int j = i + 1; j < PARTITION.size(); j++) {
                if (chain(i).equals(chain(j))) {
                    List<Token> swapped = new ArrayList<>(PARTITION);
                    Collections.swap(swapped, i, j);
                    assertThat(findings(swapped))
                            .as("tokens %d and %d swapped", i, j)
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void every_duplicated_token_is_found_wherever_it_stands() {
        for (int i = 0; i < PARTITION.size(); i++) {
            for (int j = i; j <= PARTITION.size(); j++) {
                List<Token> doubled = new ArrayList<>(PARTITION);
                doubled.add(j, PARTITION.get(i));
                assertThat(findings(doubled))
                        .as("token %d again at %d", i, j)
                        .hasAtLeastOneElementOfType(ChainFinding.DuplicateId.class)
                        .hasAtLeastOneElementOfType(ChainFinding.SecondToken.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_mixture_of_drops_swaps_and_duplicates_is_found(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Token> damaged = new ArrayList<>(PARTITION);
            for (int fault = random.nextInt(4); fault >= 0; fault--) {
                damage(damaged, random);
            }
            if (!sameChains(damaged)) {
                assertThat(findings(damaged))
                        .as("seed %d round %d", seed, round)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void each_fault_is_told_by_its_name_and_place() {
        List<Token> chain = chainOf(0, 6);
        assertThat(findings(without(chain, 2)))
                .containsExactly(
                        new ChainFinding.Gap(new Place(3, 20), chain.get(3).id(), 2, 3));
        assertThat(findings(without(chain, 0)))
                .containsExactly(new ChainFinding.GenesisMissing(
                        new Place(3, 0), chain.get(1).id(), 0, 1));
        ChainVerifier verifier = new ChainVerifier(3, WINDOW);
        feed(verifier, without(chain, 5));
        assertThat(verifier.missingTails(List.of(ChainHead.after(chain.get(5)))))
                .containsExactly(new ChainFinding.TailMissing(new Place(3, 40), Samples.CHAIN));
        assertThat(new ChainVerifier(3, WINDOW).missingTails(HEADS)).hasSize(2);
    }

    @Test
    void a_fork_is_found_although_every_token_of_it_is_signed() {
        ChainHead genesis = ChainHead.genesis(Samples.CHAIN);
        Token first = seal(Samples.completed(1), genesis);
        Token second = seal(Samples.completed(2), ChainHead.after(first));
        Token other = seal(Samples.completed(3), ChainHead.after(first));
        Token behindOther = seal(Samples.completed(4), ChainHead.after(other));
        Token otherGenesis = seal(Samples.completed(5), genesis);

        assertThat(findings(List.of(first, second, other)))
                .containsExactly(new ChainFinding.Rewound(new Place(3, 20), other.id(), 0, 1));
        assertThat(findings(List.of(first, second, behindOther)))
                .containsExactly(new ChainFinding.WrongParent(new Place(3, 20), behindOther.id()));
        assertThat(findings(List.of(first, second, otherGenesis)))
                .containsExactly(new ChainFinding.SecondGenesis(new Place(3, 20), otherGenesis.id(), 0));
    }

    @Test
    void an_epoch_must_name_the_end_of_the_one_before() {
        List<Token> chain = chainOf(0, 4);
        Token tooEarly =
                seal(Samples.completed(9), ChainHead.after(chain.get(2)).nextEpoch());
        Token behind = seal(Samples.completed(10), ChainHead.after(tooEarly));

        assertThat(findings(List.of(chain.get(0), chain.get(1), chain.get(2), chain.get(3), tooEarly)))
                .containsExactly(new ChainFinding.WrongEpoch(new Place(3, 40), tooEarly.id(), 1));
        assertThat(findings(List.of(chain.get(0), chain.get(1), chain.get(2), behind)))
                .containsExactly(new ChainFinding.GenesisMissing(new Place(3, 30), behind.id(), 1, 1));
        assertThat(findings(List.of(chain.get(0), chain.get(1), chain.get(2), tooEarly, chain.get(3))))
                .containsExactly(
                        new ChainFinding.Rewound(new Place(3, 40), chain.get(3).id(), 0, 3));
    }

    @Test
    void a_clock_may_step_back_by_the_tolerance_and_no_more() {
        Token first = seal(Samples.completed(1), ChainHead.genesis(Samples.CHAIN));
        Instant edge = first.content().timestamp().minus(ChainVerifier.CLOCK_TOLERANCE);
        Token within = seal(made(Samples.completed(2), edge), ChainHead.after(first));
        Token beyond = seal(made(Samples.completed(2), edge.minusNanos(1_000)), ChainHead.after(first));

        assertThat(findings(List.of(first, within))).isEmpty();
        assertThat(findings(List.of(first, beyond)))
                .hasOnlyElementsOfType(ChainFinding.BeforeParent.class)
                .hasSize(1);
    }

    @Test
    void one_intent_has_one_token_whoever_sealed_it() {
        Token executed = seal(Samples.completed(1), ChainHead.genesis(Samples.CHAIN));
        UnsealedToken again = sameIntent(Samples.refused(2), executed.content().eraan());
        Token refused = Sealer.seal(again, ChainHead.genesis(gatewayChain()), Samples.GATEWAY)
                .token();

        assertThat(findings(List.of(executed, refused)))
                .containsExactly(new ChainFinding.SecondToken(new Place(3, 10), refused.id(), new Place(3, 0)));
    }

    @Test
    void the_same_intent_id_in_two_sessions_is_two_intents() {
        Eraan eraan = Samples.eraan(1, false);
        Eraan other = new Eraan(
                new IntentKey(eraan.key().session() + "x", eraan.key().id()),
                eraan.intentHash(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Token first = seal(sameIntent(Samples.refused(1), eraan), ChainHead.genesis(Samples.CHAIN));
        Token second = seal(sameIntent(Samples.refused(2), other), ChainHead.after(first));

        assertThat(findings(List.of(first, second))).isEmpty();
    }

    @Test
    void a_token_of_another_partition_is_found() {
        Token token = seal(Samples.completed(1), ChainHead.genesis(Samples.CHAIN));

        assertThat(new ChainVerifier(4, WINDOW).next(token, 7))
                .containsExactly(new ChainFinding.WrongPartition(new Place(4, 7), token.id(), 3));
    }

    @Test
    void however_many_chains_of_other_partitions_a_sealer_names_none_is_remembered() {
        ChainVerifier verifier = new ChainVerifier(3, WINDOW);
        for (int other = 4; other < 200; other++) {
            var chain = new ChainName(Samples.EXECUTOR.id(), Lane.BUS, other);
            assertThat(verifier.next(seal(Samples.completed(other), ChainHead.genesis(chain)), other))
                    .hasSize(1);
        }
        assertThat(verifier.heads()).isEmpty();
    }

    @Test
    void a_duplicate_beyond_the_window_is_not_found_and_the_verifier_says_that_it_may_be_so() {
        List<Token> chain = chainOf(0, 6);
        Token again =
                seal(sameIntent(Samples.completed(50), chain.get(0).content().eraan()), ChainHead.after(chain.get(5)));
        List<Token> all = new ArrayList<>(chain);
        all.add(again);
        ChainVerifier narrow = new ChainVerifier(3, 6);
        ChainVerifier tooNarrow = new ChainVerifier(3, 5);

        assertThat(feed(narrow, all))
                .hasOnlyElementsOfType(ChainFinding.SecondToken.class)
                .hasSize(1);
        assertThat(feed(tooNarrow, all)).isEmpty();
        assertThat(tooNarrow.beyondWindow()).isPositive();
        assertThatIllegalArgumentException().isThrownBy(() -> new ChainVerifier(3, 0));
    }

    @Test
    void every_finding_reads_as_a_sentence_that_names_the_record() {
        List<Token> doubled = new ArrayList<>(PARTITION);
        doubled.addAll(PARTITION);
        assertThat(findings(doubled)).isNotEmpty().allSatisfy(finding -> assertThat(finding.text())
                .startsWith("record " + finding.place()));
    }

    private static List<ChainFinding> findings(List<Token> tokens) {
        ChainVerifier verifier = new ChainVerifier(3, WINDOW);
        List<ChainFinding> findings = new ArrayList<>(feed(verifier, tokens));
        List<ChainHead> remembered = tokens.stream().anyMatch(token -> PARTITION.contains(token)) ? HEADS : List.of();
        findings.addAll(verifier.missingTails(remembered));
        return findings;
    }

    private static List<ChainFinding> feed(ChainVerifier verifier, List<Token> tokens) {
        List<ChainFinding> findings = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            findings.addAll(verifier.next(tokens.get(i), i * 10L));
        }
        return findings;
    }

    private static List<Token> partition(int size) {
        List<Token> tokens = new ArrayList<>();
        ChainHead executor = ChainHead.genesis(Samples.CHAIN);
        ChainHead gateway = ChainHead.genesis(gatewayChain());
        for (int i = 0; i < size; i++) {
            Sealer.Sealed sealed;
            if (i % 3 == 2) {
                sealed = Sealer.seal(Samples.refused(100 + i), gateway, Samples.GATEWAY);
                gateway = sealed.next();
            } else {
                executor = i % 10 == 9 ? executor.nextEpoch() : executor;
                sealed = Sealer.seal(Samples.completed(100 + i), executor, Samples.EXECUTOR);
                executor = sealed.next();
            }
            tokens.add(sealed.token());
        }
        return List.copyOf(tokens);
    }

    private static List<Token> chainOf(int from, int size) {
        List<Token> tokens = new ArrayList<>();
        ChainHead head = ChainHead.genesis(Samples.CHAIN);
        for (int i = from; i < from + size; i++) {
            Sealer.Sealed sealed = Sealer.seal(Samples.completed(i), head, Samples.EXECUTOR);
            tokens.add(sealed.token());
            head = sealed.next();
        }
        return List.copyOf(tokens);
    }

    private static List<ChainHead> headsOf(List<Token> tokens) {
        ChainVerifier verifier = new ChainVerifier(3, WINDOW);
        feed(verifier, tokens);
        return verifier.heads();
    }

    private static ChainName gatewayChain() {
        return new ChainName(Samples.GATEWAY.id(), Lane.BUS, 3);
    }

    private static ChainName chain(int index) {
        return PARTITION.get(index).link().chain();
    }

    private static boolean sameChains(List<Token> tokens) {
        return chains(tokens).equals(chains(PARTITION));
    }

    private static List<List<Token>> chains(List<Token> tokens) {
        return Arrays.asList(
                tokens.stream()
                        .filter(token -> token.link().chain().equals(Samples.CHAIN))
                        .toList(),
                tokens.stream()
                        .filter(token -> token.link().chain().equals(gatewayChain()))
                        .toList());
    }

    private static void damage(List<Token> tokens, Random random) {
        int at = random.nextInt(tokens.size());
        switch (random.nextInt(3)) {
            case 0 -> tokens.remove(at);
            case 1 -> Collections.swap(tokens, at, random.nextInt(tokens.size()));
            case 2 -> tokens.add(random.nextInt(tokens.size() + 1), tokens.get(at));
            default -> throw new AssertionError();
        }
    }

    private static List<Token> without(List<Token> tokens, int at) {
        List<Token> rest = new ArrayList<>(tokens);
        rest.remove(at);
        return rest;
    }

    private static Token seal(UnsealedToken content, ChainHead head) {
        return Sealer.seal(content, head, Samples.EXECUTOR).token();
    }

    private static UnsealedToken made(UnsealedToken token, Instant timestamp) {
        return changed(token, token.id(), timestamp, token.eraan());
    }

    private static UnsealedToken sameIntent(UnsealedToken token, Eraan eraan) {
        return changed(token, token.id(), token.timestamp(), eraan);
    }

    private static UnsealedToken changed(UnsealedToken token, TokenId id, Instant timestamp, Eraan eraan) {
        return new UnsealedToken(
                id,
                timestamp,
                token.actor(),
                token.ainsIdentity(),
                token.intent(),
                token.erin(),
                eraan,
                token.eromheen(),
                token.erachter());
    }
}
