package dev.airlock.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.PolicySamples;
import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.authorisation.shell.Memo;
import dev.airlock.explorer.DecisionPage.Guard;
import dev.airlock.gateway.decide.Approving;
import dev.airlock.gateway.decide.Gate;
import dev.airlock.gateway.model.Decision;
import dev.airlock.gateway.model.Limits;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.ApprovalWord;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.routes.Route;
import dev.airlock.schemas.routes.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every decision of the gate itself, the release's policies behind it, beside what the page for people says. */
class GateSpaceTest {
    private static final Instant NOW = Word.NOW.wall();
    private static final DecisionPage PAGE = new DecisionPage();
    private static final RouteTaken ROUTE =
            Routes.load().route("code:execute").map(Route::taken).orElseThrow();
    private static final String HASH = "sha256:" + "5".repeat(64);
    private static final List<Wish> WISHES = wishes();

    /** What of an intent counts behind snaft. */
    private record Wish(Origin origin, boolean bound, boolean approved, int trust, boolean flagged, Risk risk) {
        Stream<String> things() {
            return Stream.of(
                            bound ? "has a verified signature" : "has none",
                            trust < 20 ? "caller's trust is below 20" : "",
                            risk == Risk.DESTRUCTIVE ? "may destroy, on a copy of its own" : "",
                            flagged ? "has a forbidden flag" : "")
                    .filter(thing -> !thing.isEmpty());
        }

        Screening screening() {
            return new Screening(
                    "session",
                    "intent-1",
                    "code:execute",
                    "agent.aint",
                    Bytes.EMPTY,
                    HASH,
                    HASH,
                    origin,
                    "somebody",
                    bound,
                    Backend.ANY,
                    0,
                    0,
                    Optional.of(ROUTE),
                    flagged
                            ? List.of(
                                    new RuleHit("flag." + Flag.INCREASES_MACHINE_SOVEREIGNTY.label(), "so it is said"))
                            : List.of(),
                    Optional.empty(),
                    NOW,
                    NOW,
                    risk,
                    trust);
        }

        /** The best that an operator could say; where he has said nothing, nothing. */
        Approving.Answer approval(Screening screening, Effective posture) {
            return approved
                    ? new Approving.Answer.By(new Approval(
                            "a-1",
                            ApprovalWord.APPROVE,
                            "operator",
                            screening.intent(),
                            screening.principal(),
                            screening.origin(),
                            Lane.BUS,
                            "",
                            screening.session(),
                            screening.payloadHash(),
                            Optional.empty(),
                            posture.verdictId(),
                            ApprovalLevel.L3,
                            "a repair",
                            NOW,
                            NOW.plusSeconds(60)))
                    : new Approving.Answer.Not(Optional.empty());
        }
    }

    private static List<Wish> wishes() {
        List<Wish> wishes = new ArrayList<>();
        for (Origin origin : Origin.values()) {
            for (Risk risk : Risk.values()) {
                for (int trust : List.of(0, 19, 20, 100)) {
                    for (int bits = 0; bits < 8; bits++) {
                        wishes.add(new Wish(origin, (bits & 1) != 0, (bits & 2) != 0, trust, (bits & 4) != 0, risk));
                    }
                }
            }
        }
        return List.copyOf(wishes);
    }

    /** What the gate and the page say of all wishes, and where they differ. */
    private static final class Tally {
        private final Gate gate;
        private int compared;
        private int admitted;
        private int byApproval;
        private int refusedByPolicies;
        private final List<String> differences = new ArrayList<>();

        Tally(Authorises policies) {
            gate = new Gate(
                    new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 65_536, Duration.ofSeconds(60)),
                    Lane.BUS,
                    policies);
        }

        Tally over(Function<Word, Effective> posture, Function<Word, Guard> guard) {
            Word.all().forEach(word -> over(posture.apply(word), guard.apply(word), word));
            return this;
        }

        private void over(Effective posture, Guard guard, Word word) {
            for (Wish wish : WISHES) {
                String origin = Word.label(wish.origin());
                boolean permitted = PAGE.permits(origin, wish.things());
                boolean come = PAGE.letsIn(guard, origin, wish.bound(), false, true, wish.approved());
                boolean comeAlone = PAGE.letsIn(guard, origin, wish.bound(), false, true, false);
                Optional<Boolean> usedUp = admission(posture, wish);
                compared++;
                admitted += usedUp.isPresent() ? 1 : 0;
                byApproval += usedUp.orElse(false) ? 1 : 0;
                refusedByPolicies += come && !permitted ? 1 : 0;
                // An approval that is not needed is not used up.
                Optional<Boolean> said = come && permitted ? Optional.of(!comeAlone) : Optional.empty();
                if (!usedUp.equals(said) && differences.size() < 10) {
                    differences.add(wish + " under " + guard + ", from " + word + ": " + usedUp);
                }
            }
        }

        /** Whether the order uses an approval up; empty if there is none. */
        private Optional<Boolean> admission(Effective posture, Wish wish) {
            return switch (gate.decide(
                    posture, wish.screening(), (asked, _, _) -> wish.approval(asked, posture), NOW)) {
                case Decision.Admit(var order) ->
                    Optional.of(order.grant().approvalId().isPresent());
                case Decision.Refuse _ -> Optional.empty();
            };
        }
    }

    private static Tally asThePageGuards(Authorises policies) {
        return new Tally(policies).over(Word::vouchedFor, word -> PAGE.guard(word.saying()));
    }

    @Test
    void every_decision_of_the_gate_with_the_releases_policies_is_as_the_page_says() {
        Tally tally = asThePageGuards(new Memo(PolicySamples.own()));
        assertThat(tally.differences).isEmpty();
        assertThat(tally.compared).isEqualTo(7 * 288 * 5 * Risk.values().length * 4 * 8);
        assertThat(tally.admitted).as("admitted").isGreaterThan(10_000);
        assertThat(tally.byApproval).as("by an approval").isGreaterThan(1_000);
        assertThat(tally.refusedByPolicies).as("refused by policies alone").isGreaterThan(10_000);
    }

    @Test
    void without_a_lease_every_decision_of_the_gate_is_as_closed_as_the_page_says() {
        Guard guard = PAGE.guard(Stream.of("lease missing"));
        Tally tally = new Tally(new Memo(PolicySamples.own())).over(Word::unleased, _ -> guard);
        assertThat(tally.differences).isEmpty();
        assertThat(tally.admitted).as("the rescuers' own").isGreaterThan(10_000);
        assertThat(tally.byApproval).as("by an approval").isZero();
    }

    @Test
    void a_gate_with_more_or_less_behind_it_than_the_page_says_is_told_apart() {
        Authorises everything = _ -> new Authorisation.Allowed(List.of("everything"), Authorisation.NO_SET);
        assertThat(asThePageGuards(everything).differences).isNotEmpty();
        Authorises own = PolicySamples.own();
        Authorises nothingBelowHalf = ask -> ask.trust() < 50
                ? new Authorisation.Denied(List.of("more"), "a little more", Authorisation.NO_SET)
                : own.on(ask);
        assertThat(asThePageGuards(new Memo(nothingBelowHalf)).differences).isNotEmpty();
    }
}
