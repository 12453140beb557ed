package dev.airlock.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.airlock.executor.model.Delivery;
import dev.airlock.explorer.Cast.Story;
import dev.airlock.explorer.Explorer.Move;
import dev.airlock.explorer.Explorer.Violation;
import dev.airlock.explorer.Explorer.Walk;
import dev.airlock.explorer.World.Budget;
import dev.airlock.gateway.model.Decision;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplorerTest {
    private static final int STATES_MAX = 12_000_000;

    /** A walk, and the laws that had something to forbid on it. */
    private record Walked(Walk walk, Set<Law> tried) {}

    private static Walked walk(int intents, Readers readers, Story story, Decisions decisions, Budget budget) {
        return walk(intents, readers, story, decisions, budget, _ -> true);
    }

    private static Walked walk(
            int intents,
            Readers readers,
            Story story,
            Decisions decisions,
            Budget budget,
            Predicate<Move<World>> possible) {
        var cast = new Cast(intents, story);
        var laws = new Laws(cast);
        var fleet = new Fleet(cast, decisions, readers, laws);
        var explorer = new Explorer<World>(
                World::key,
                world -> fleet.moves(world).stream().filter(possible).toList(),
                laws,
                STATES_MAX);
        return new Walked(explorer.from(World.quiet(2, intents, budget)), laws.tried());
    }

    private static Set<Law> holds(int intents, Readers readers, Story story, Budget budget) {
        Walked walked = walk(intents, readers, story, new Decisions(), budget);
        assertThat(walked.walk().violation()).isEmpty();
        assertThat(walked.walk().ends()).isPositive();
        return walked.tried();
    }

    /** What the walk through three intents with this fault finds. */
    private static String found(Decisions faulty, Budget budget) {
        return words(walk(3, Readers.WHOEVER, Story.OPENS_AND_CLOSES, faulty, budget));
    }

    private static String words(Walked walked) {
        return walked.walk().violation().map(Violation::toString).orElse("nothing");
    }

    @ParameterizedTest(name = "{0}: {1} ticks, {2} copies, {3} restarts, {4} moves, {5} losses")
    @CsvSource({
        "OPENS_AND_CLOSES, 2,0,0,0,0, STAYS_CLOSED RESCUE RELAXES_ON_NEWER_WORD NOTHING_LOST",
        "CLOSES_AND_OPENS, 2,0,0,0,0, RESCUE RELAXES_ON_NEWER_WORD NOTHING_LOST",
        "OPENS_AND_CLOSES, 0,1,0,0,0, ONE_TOKEN RESCUE REFUSED_IS_NOT_ORDERED RELAXES_ON_NEWER_WORD NOTHING_LOST",
        "OPENS_AND_CLOSES, 0,0,1,0,0, RESCUE RELAXES_ON_NEWER_WORD NOTHING_LOST",
        "CLOSES_AND_OPENS, 0,0,1,0,0, RESCUE RELAXES_ON_NEWER_WORD NOTHING_LOST",
        "OPENS_AND_CLOSES, 0,0,0,1,0, RESCUE RELAXES_ON_NEWER_WORD NOTHING_LOST",
        "OPENS_AND_CLOSES, 0,0,0,0,1, RESCUE RELAXES_ON_NEWER_WORD NOTHING_LOST"
    })
    void with_three_intents_two_executors_and_two_verdicts_every_law_holds_and_has_something_to_forbid(
            Story story, int ticks, int copies, int restarts, int moves, int losses, String tried) {
        Set<Law> laws = holds(3, Readers.WHOEVER, story, new Budget(ticks, copies, restarts, moves, losses));
        assertThat(laws).containsAll(laws(tried));
    }

    private static List<Law> laws(String names) {
        return Arrays.stream(names.split(" ")).map(Law::valueOf).toList();
    }

    @ParameterizedTest
    @CsvSource({"2,0,1,0,0", "0,1,0,1,0", "0,0,1,0,1", "0,0,0,1,1"})
    void with_two_intents_they_hold_whatever_two_things_go_wrong(
            int ticks, int copies, int restarts, int moves, int losses) {
        assertThat(holds(
                        2, Readers.WHOEVER, Story.OPENS_AND_CLOSES, new Budget(ticks, copies, restarts, moves, losses)))
                .contains(Law.RESCUE, Law.NOTHING_LOST);
    }

    @ParameterizedTest
    @CsvSource({"1,0,0,0,0", "0,1,1,0,0", "0,1,0,1,0", "0,0,1,1,0", "0,0,1,0,1"})
    void with_one_intent_they_hold_for_readers_that_remember_each_record_that_they_read(
            int ticks, int copies, int restarts, int moves, int losses) {
        assertThat(holds(
                        1,
                        Readers.REMEMBERING,
                        Story.OPENS_AND_CLOSES,
                        new Budget(ticks, copies, restarts, moves, losses)))
                .contains(Law.NOTHING_LOST);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "WHOEVER, 3, OPENS_AND_CLOSES, 2,0,1,0,0",
        "WHOEVER, 3, OPENS_AND_CLOSES, 2,1,0,0,0",
        "WHOEVER, 3, OPENS_AND_CLOSES, 2,0,0,1,0",
        "WHOEVER, 3, CLOSES_AND_OPENS, 2,0,0,0,1",
        "WHOEVER, 3, OPENS_AND_CLOSES, 0,1,1,0,0",
        "WHOEVER, 3, OPENS_AND_CLOSES, 0,0,1,1,0",
        "WHOEVER, 3, OPENS_AND_CLOSES, 0,0,2,0,0",
        "WHOEVER, 2, OPENS_AND_CLOSES, 2,1,1,0,0",
        "WHOEVER, 1, OPENS_AND_CLOSES, 2,1,1,1,1",
        "REMEMBERING, 1, OPENS_AND_CLOSES, 2,0,1,0,0",
        "REMEMBERING, 1, OPENS_AND_CLOSES, 3,0,0,0,0",
        "REMEMBERING, 2, OPENS_AND_CLOSES, 1,0,0,0,0",
        "REMEMBERING, 2, OPENS_AND_CLOSES, 0,1,0,1,0"
    })
    void they_hold_in_larger_fleets_too(
            Readers readers, int intents, Story story, int ticks, int copies, int restarts, int moves, int losses) {
        assertThat(holds(intents, readers, story, new Budget(ticks, copies, restarts, moves, losses)))
                .contains(Law.NOTHING_LOST);
    }

    @Test
    void a_gateway_that_forgets_is_found() {
        var faulty = new Decisions() {
            @Override
            boolean known(Collection<Screening> before, Screening screening, Moment now) {
                return false;
            }
        };
        assertThat(found(faulty, new Budget(0, 1, 0, 0, 0)))
                .contains("oneToken: an intent has two tokens", "comes again");
    }

    @Test
    void a_zombie_that_commits_is_found() {
        var faulty = new Decisions() {
            @Override
            boolean commits(int generation, int current) {
                return true;
            }
        };
        assertThat(found(faulty, new Budget(0, 0, 0, 1, 0)))
                .contains("oneToken: an intent has two tokens", "moves to the other");
    }

    @Test
    void an_executor_that_remembers_grants_only_while_it_owns_the_partition_is_found() {
        var faulty = new Decisions() {
            @Override
            boolean redeems(String grant, Set<String> here, Set<String> sealed) {
                return !here.contains(grant);
            }
        };
        assertThat(found(faulty, new Budget(0, 1, 0, 0, 0)))
                .contains("oneToken: an intent has two tokens", "is written again");
    }

    @Test
    void a_gateway_that_decides_copies_of_what_it_refused_is_found() {
        var faulty = new Decisions() {
            @Override
            boolean known(Collection<Screening> before, Screening screening, Moment now) {
                return false;
            }
        };
        Predicate<Move<World>> oneTokenEach = move ->
                move.to().tokens().stream().map(World.Sealed::intent).distinct().count()
                        == move.to().tokens().size();
        assertThat(words(walk(
                        3, Readers.WHOEVER, Story.CLOSES_AND_OPENS, faulty, new Budget(0, 1, 0, 0, 0), oneTokenEach)))
                .contains("refusedIsNotOrdered: intent 0 was refused and ordered");
    }

    @Test
    void a_gateway_that_holds_operators_to_a_quarantine_is_found() {
        var faulty = new Decisions() {
            @Override
            Decision admitted(Effective posture, Screening screening, Moment now) {
                return posture.fresh()
                        ? super.admitted(posture, screening, now)
                        : new Decision.Refuse(new Refusal(RefusalKind.POSTURE, "planted", "nobody comes in"));
            }
        };
        assertThat(found(faulty, Budget.NOTHING)).contains("rescue: an operator's intent ended as REFUSED_BY_POSTURE");
    }

    @Test
    void a_policy_that_believes_older_verdicts_is_found() {
        var faulty = new Decisions() {
            @Override
            Standings heard(Standings standing, Verdict verdict, Moment now) {
                return standing.replay(Source.RUNTIME, verdict);
            }
        };
        assertThat(found(faulty, new Budget(0, 1, 0, 0, 0)))
                .contains("relaxesOnNewerWord", "opens the road on an older word");
    }

    @Test
    void a_policy_that_speaks_before_it_has_read_its_topics_is_found() {
        var faulty = new Decisions() {
            @Override
            boolean speaks(boolean caughtUp) {
                return true;
            }
        };
        assertThat(found(faulty, new Budget(0, 0, 1, 0, 0)))
                .contains("relaxesOnNewerWord", "opens the road on an older word", "policy starts anew");
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
        assertThat(found(faulty, new Budget(2, 0, 0, 0, 0))).contains("staysClosed: external AI was let in");
    }

    @Test
    void an_executor_that_does_not_look_again_is_found() {
        var faulty = new Decisions() {
            @Override
            Optional<Refusal> refused(Delivery delivery, Effective posture, Moment now) {
                return Optional.empty();
            }
        };
        assertThat(found(faulty, new Budget(2, 0, 0, 0, 0))).contains("staysClosed: external AI was let in");
    }

    @Test
    void a_snaft_or_gateway_that_takes_for_done_what_was_not_committed_is_found() {
        var faulty = new Decisions() {
            @Override
            <T> T rolledBack(T committed, T tried) {
                return tried;
            }
        };
        Budget loss = new Budget(0, 0, 0, 0, 1);
        assertThat(words(walk(3, Readers.WHOEVER, Story.OPENS_AND_CLOSES, faulty, loss, with("snaft's transaction"))))
                .contains("nothingLost: 3 intents and 2 tokens in the end", "snaft's transaction");
        assertThat(words(walk(
                        3, Readers.WHOEVER, Story.OPENS_AND_CLOSES, faulty, loss, with("the gateway's transaction"))))
                .contains("nothingLost: 3 intents and 2 tokens in the end", "the gateway's transaction");
    }

    /** Of all losses only those of this kind. */
    private static Predicate<Move<World>> with(String kind) {
        return move -> !move.name().endsWith("is lost") || move.name().startsWith(kind);
    }

    @Test
    void an_executor_that_lets_go_of_a_run_before_its_commit_is_found() {
        var faulty = new Decisions() {
            @Override
            boolean keepsWhatIsNotCommitted() {
                return false;
            }
        };
        assertThat(found(faulty, new Budget(0, 0, 0, 0, 1)))
                .contains("nothingLost: 3 intents and 2 tokens in the end", "the transaction of executor");
    }

    @Test
    void a_walk_that_is_cut_short_proves_nothing_and_says_so() {
        var endless = new Explorer<Integer>(
                Object::toString, state -> List.of(new Move<>("on", state + 1)), (_, _) -> Optional.empty(), 10);
        assertThatIllegalStateException()
                .isThrownBy(() -> endless.from(0))
                .withMessageContaining("more than 10 states");
    }
}
