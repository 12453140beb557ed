package dev.airlock.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.airlock.executor.model.Delivery;
import dev.airlock.explorer.Explorer.Move;
import dev.airlock.explorer.Explorer.Violation;
import dev.airlock.explorer.Explorer.Walk;
import dev.airlock.explorer.World.Budget;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplorerTest {
    private static final int STATES_MAX = 8_000_000;

    private static Walk walk(int intents, Decisions decisions, Budget budget) {
        var cast = new Cast(intents);
        var fleet = new Fleet(cast, decisions);
        return new Explorer<>(World::key, fleet::moves, new Laws(cast), STATES_MAX).from(World.quiet(2, budget));
    }

    private static void holds(int intents, Budget budget) {
        Walk walk = walk(intents, new Decisions(), budget);
        assertThat(walk.violation()).isEmpty();
        assertThat(walk.ends()).isPositive();
    }

    /** What the walk through the fleet with this fault finds. */
    private static String found(int intents, Decisions faulty, Budget budget) {
        return walk(intents, faulty, budget)
                .violation()
                .map(Violation::toString)
                .orElse("nothing");
    }

    @ParameterizedTest
    @CsvSource({"0,1,0,0", "0,0,1,0"})
    void with_three_intents_two_executors_and_two_verdicts_every_law_holds_whatever_comes_twice_or_starts_anew(
            int ticks, int copies, int restarts, int moves) {
        holds(3, new Budget(ticks, copies, restarts, moves));
    }

    @ParameterizedTest
    @CsvSource({"1,0,0,0", "0,0,0,1"})
    void with_two_intents_they_hold_when_leases_end_and_when_the_partition_moves(
            int ticks, int copies, int restarts, int moves) {
        holds(2, new Budget(ticks, copies, restarts, moves));
    }

    @ParameterizedTest
    @CsvSource({"0,1,1,0", "0,1,0,1", "0,0,1,1", "0,0,0,2", "2,0,1,0", "3,0,0,0"})
    void with_one_intent_they_hold_whatever_goes_wrong_together(int ticks, int copies, int restarts, int moves) {
        holds(1, new Budget(ticks, copies, restarts, moves));
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "3, 1,0,0,0",
        "3, 0,0,0,1",
        "3, 1,0,1,0",
        "2, 0,2,0,0",
        "2, 0,1,1,0",
        "2, 0,1,0,1",
        "2, 0,0,1,1",
        "2, 3,0,0,0",
        "2, 2,0,1,0"
    })
    void they_hold_in_larger_fleets_too(int intents, int ticks, int copies, int restarts, int moves) {
        holds(intents, new Budget(ticks, copies, restarts, moves));
    }

    @Test
    void a_gateway_that_forgets_is_found() {
        var faulty = new Decisions() {
            @Override
            boolean known(Collection<Screening> before, Screening screening, Moment now) {
                return false;
            }
        };
        assertThat(found(2, faulty, new Budget(0, 1, 0, 0))).contains("an intent has two tokens", "comes again");
    }

    @Test
    void a_zombie_that_commits_is_found() {
        var faulty = new Decisions() {
            @Override
            boolean commits(int generation, int current) {
                return true;
            }
        };
        assertThat(found(1, faulty, new Budget(0, 0, 0, 1))).contains("an intent has two tokens", "moves to the other");
    }

    @Test
    void an_executor_that_remembers_grants_only_while_it_owns_the_partition_is_found() {
        var faulty = new Decisions() {
            @Override
            boolean redeems(String grant, Set<String> here, Set<String> sealed) {
                return !here.contains(grant);
            }
        };
        assertThat(found(1, faulty, new Budget(0, 1, 1, 0))).contains("an intent has two tokens", "is written again");
    }

    @Test
    void a_policy_that_believes_older_verdicts_is_found() {
        var faulty = new Decisions() {
            @Override
            Standings heard(Standings standing, Verdict verdict, Moment now) {
                return standing.replay(Source.RUNTIME, verdict);
            }
        };
        assertThat(found(1, faulty, new Budget(0, 1, 0, 0))).contains("opens the road on an older word");
    }

    @Test
    void a_reader_whose_leases_never_end_is_found() {
        var faulty = new Decisions() {
            @Override
            Effective bound(PostureView view, Moment now) {
                Moment then = view.receipt()
                        .map(held -> Cast.at((int) (held.receivedAtNanos() / Cast.TICK.toNanos()) - 1))
                        .orElse(now);
                return super.bound(view, then);
            }
        };
        assertThat(found(1, faulty, new Budget(3, 0, 0, 0))).contains("external AI was let in at tick");
    }

    @Test
    void an_executor_that_does_not_look_again_is_found() {
        var faulty = new Decisions() {
            @Override
            Optional<Refusal> refused(Delivery delivery, Effective posture, Moment now) {
                return Optional.empty();
            }
        };
        assertThat(found(1, faulty, new Budget(2, 0, 0, 0))).contains("external AI was let in at tick");
    }

    @Test
    void a_walk_that_is_cut_short_proves_nothing_and_says_so() {
        var endless = new Explorer<Integer>(
                Object::toString, state -> List.of(new Move<>("on", state + 1)), (_, _) -> Optional.empty(), 10);
        assertThatIllegalStateException()
                .isThrownBy(() -> endless.from(0))
                .withMessageContaining("more than 10 states");
    }

    @Test
    void an_intent_without_a_token_in_the_end_is_a_loss() {
        var cast = new Cast(1);
        var fleet = new Fleet(cast, new Decisions());
        var broken = new Explorer<World>(
                World::key,
                world -> fleet.moves(world).stream()
                        .filter(move ->
                                !move.name().contains("commits") && !move.name().contains("refuses intent"))
                        .toList(),
                new Laws(cast),
                STATES_MAX);
        assertThat(broken.from(World.quiet(2, new Budget(0, 0, 0, 0))).violation())
                .hasValueSatisfying(found -> assertThat(found.law()).contains("1 intents and 0 tokens in the end"));
    }
}
