package dev.airlock.gateway.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.gateway.Samples;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.wire.LastHead;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.road.Placement;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngressSealerTest {
    private final MemoryLog log = new MemoryLog();
    private final AtomicLong nanos = new AtomicLong();
    private Duration patience = Duration.ofSeconds(5);
    private IngressSealer sealer = sealer();

    /** A log in memory; told to, it loses a token or only its acknowledgement. */
    private static final class MemoryLog implements TokenLog {
        private final List<TokenRecord> records = new ArrayList<>();
        private final List<GatewayEvent> events = new ArrayList<>();
        private final Semaphore held = new Semaphore(0);
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean holds;
        private boolean loses;
        private boolean losesAcknowledgement;

        @Override
        public Optional<ChainHead> lastHead(ChainName chain) {
            var last = new LastHead(chain, Samples.RING);
            records.forEach(record -> last.see(Codecs.TOKEN.encode(record)));
            return last.head();
        }

        @Override
        public Optional<String> append(int partition, TokenRecord token, GatewayEvent event) {
            asked.incrementAndGet();
            if (holds) {
                held.acquireUninterruptibly();
            }
            if (!loses) {
                records.add(token);
                events.add(event);
            }
            return loses || losesAcknowledgement ? Optional.of("the bus is away") : Optional.empty();
        }
    }

    private IngressSealer sealer() {
        return new IngressSealer(
                Samples.INGRESS,
                "n",
                8,
                log,
                Samples::stale,
                InstantSource.fixed(Samples.NOW),
                10,
                nanos::get,
                patience);
    }

    private void pauseIsOver() {
        nanos.addAndGet(IngressSealer.PAUSE.toNanos());
    }

    @AfterEach
    void end() {
        sealer.close();
    }

    private Optional<TokenRecord> refuse(String reason) throws Exception {
        return ask(reason).get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Optional<TokenRecord>> ask(String reason) {
        return sealer.refuse(
                        Origin.LOCAL,
                        FrameRead.Bad.unframed(reason),
                        Sha256.of(Tokens.utf8("bytes")),
                        new Refusal(RefusalKind.MALFORMED, "frame", reason))
                .toCompletableFuture();
    }

    private List<Token> verified() throws Exception {
        var reader = new TokenReader(Samples.RING);
        var chains = new ChainVerifier(Placement.of("mux-n", 8), 100);
        var tokens = new ArrayList<Token>();
        for (TokenRecord record : log.records) {
            Token token = reader.read(record);
            assertThat(chains.next(token, tokens.size())).isEmpty();
            tokens.add(token);
        }
        return tokens;
    }

    @Test
    void a_refused_frame_is_a_400_token_in_the_session_of_its_listener() throws Exception {
        TokenRecord record = refuse("the field intent is missing").orElseThrow();
        assertThat(record.status()).isEqualTo(400);
        assertThat(record.session()).isEqualTo("mux-n");
        Token token = verified().getFirst();
        assertThat(token.content().erin().reason()).isEqualTo("the field intent is missing");
        assertThat(token.content().intent()).isEqualTo("-");
        assertThat(token.content().erachter()).isNotBlank();
    }

    @Test
    void an_event_tells_of_each_refusal_with_a_token() throws Exception {
        TokenRecord record = refuse("the field intent is missing").orElseThrow();
        assertThat(log.events).singleElement().satisfies(event -> {
            assertThat(event.surface()).isEqualTo("intent-refused:malformed");
            assertThat(event.status()).isEqualTo("refused");
            assertThat(event.operationId()).isEqualTo(record.intentId());
            assertThat(event.payload().orElseThrow())
                    .contains(record.tokenId(), "the field intent is missing", "\"status\":400");
            assertThat(Codecs.EVENT.encode(event)).isNotEmpty();
        });
    }

    @Test
    void refusals_are_one_chain() throws Exception {
        refuse("a");
        refuse("b");
        refuse("c");
        assertThat(verified()).extracting(token -> token.link().sequence()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void a_new_process_begins_a_new_epoch_behind_the_last_token() throws Exception {
        refuse("a");
        sealer.close();
        sealer = sealer();
        refuse("b");
        assertThat(verified()).extracting(token -> token.link().epoch()).containsExactly(0L, 1L);
    }

    @Test
    void a_lost_token_is_no_token_and_leaves_no_gap() throws Exception {
        refuse("a");
        log.loses = true;
        assertThat(refuse("b")).isEmpty();
        log.loses = false;
        pauseIsOver();
        refuse("c");
        assertThat(verified()).hasSize(2);
    }

    @Test
    void a_token_whose_arrival_is_unknown_is_found_before_the_next_one() throws Exception {
        refuse("a");
        log.losesAcknowledgement = true;
        assertThat(refuse("b")).isEmpty();
        log.losesAcknowledgement = false;
        pauseIsOver();
        refuse("c");
        assertThat(verified())
                .hasSize(3)
                .extracting(token -> token.link().epoch())
                .containsExactly(0L, 0L, 1L);
    }

    @Test
    void while_the_bus_takes_nothing_nobody_waits_for_it_and_it_is_asked_again_soon() throws Exception {
        log.loses = true;
        assertThat(refuse("a")).isEmpty();
        log.loses = false;
        for (int i = 0; i < 5; i++) {
            assertThat(refuse("b")).isEmpty();
        }
        assertThat(log.asked).hasValue(1);
        pauseIsOver();
        assertThat(refuse("c")).isPresent();
        assertThat(refuse("d")).isPresent();
        assertThat(verified()).hasSize(2);
    }

    @Test
    void a_refusal_waits_for_its_token_so_long_and_no_longer_and_is_not_sealed_behind_that() throws Exception {
        sealer.close();
        patience = Duration.ofMillis(200);
        sealer = sealer();
        log.holds = true;
        var first = ask("a");
        await().until(() -> log.asked.get() == 1);
        var second = ask("b");
        assertThat(first.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(second.get(10, TimeUnit.SECONDS)).isEmpty();
        nanos.addAndGet(patience.toNanos());
        log.holds = false;
        log.held.release();
        assertThat(refuse("c")).isPresent();
        assertThat(verified())
                .extracting(token -> token.content().erin().reason())
                .containsExactly("a", "c");
    }
}
