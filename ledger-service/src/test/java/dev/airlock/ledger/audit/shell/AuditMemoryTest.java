package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.Redecides.Again;
import dev.airlock.ledger.audit.decide.SomeDecisions;
import dev.airlock.ledger.audit.decide.SomeFacts;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Whom;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an audit keeps does not grow with what it reads: counted are all objects that are alive in this process after a collection, so nothing that is kept
 * anywhere is left out.
 */
class AuditMemoryTest {
    private static final int FEW = 10_000;
    private static final int MANY = 200_000;
    /** A tenth of an object for each record more: what a spool holds at one moment and not at another, and what other threads leave. */
    private static final long DIFFERENCE_MAX = (MANY - FEW) / 10;

    private static final Pattern TOTAL = Pattern.compile("Total\\s+(\\d+)\\s+(\\d+)");
    private static final Instant START = SomeFacts.START;

    @TempDir
    private Path scratch;

    private static long objects() {
        try {
            var histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            Matcher total = TOTAL.matcher(histogram);
            assertThat(total.find()).isTrue();
            return Long.parseLong(total.group(1));
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    private interface Measured {
        long with(int count) throws Exception;
    }

    private static void assertFlat(Measured measured) throws Exception {
        long _ = measured.with(FEW);
        long few = measured.with(FEW);
        long many = measured.with(MANY);
        assertThat(many - few)
                .as("%d objects, and with many records %d", few, many)
                .isLessThan(DIFFERENCE_MAX);
    }

    @Test
    void a_count_of_objects_sees_what_is_kept() throws Exception {
        long before = objects();
        String[] kept = new String[MANY];
        for (int number = 0; number < MANY; number++) {
            kept[number] = "kept-" + number;
        }
        assertThat(objects() - before).isGreaterThan(MANY);
        assertThat(kept[MANY - 1]).isEqualTo("kept-199999");
    }

    @Test
    void the_history_of_postures_and_leases_is_flat() throws Exception {
        assertFlat(count -> {
            try (var file = new PostureFile(new Scratch(scratch))) {
                var history = new PostureHistory(file);
                for (int number = 0; number < count; number++) {
                    Instant at = at(number);
                    history.replay(posture(number, at), at);
                    history.replay(new Lease(Posture.FLEET, "posture-" + number, number, at, at.plusMillis(400)), at);
                }
                history.seal();
                for (int number = 0; number < count; number += count / 3_000) {
                    assertThat(history.of("posture-" + number)).isPresent();
                    assertThat(history.replaced("posture-" + number).isPresent())
                            .isEqualTo(number % 5 == 0 && number + 5 < count);
                    assertThat(history.bound("posture-" + number, at(number), new Whom("nobody", "none")))
                            .hasSize(number % 5 == 0 ? 1 : 0);
                    assertThat(history.vouched(
                                    "posture-" + number, at(number), at(number).plusMillis(100)))
                            .isNotEqualTo(Optional.of(false));
                }
                return objects();
            }
        });
    }

    private static Instant at(int number) {
        return START.plus(Duration.ofMillis(500).multipliedBy(number));
    }

    /** Every fifth binds everybody, each of the others a session of its own, for once and never again. */
    private static Posture posture(int number, Instant at) {
        PostureLevel level = PostureLevel.NORMAL_ZERO_TRUST;
        return new Posture(
                "posture-" + number,
                number % 5 == 0 ? Posture.FLEET : "session:s-" + number,
                number,
                level,
                Switches.of(level),
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                "verdict-1",
                "jis:airlock:observer",
                "a reason",
                Optional.empty(),
                List.of(),
                at);
    }

    @Test
    void deciding_again_is_flat_while_records_come_and_while_they_are_decided() throws Exception {
        try (var file = new PostureFile(new Scratch(scratch))) {
            var postures = new PostureHistory(file);
            postures.replay(SomeDecisions.posture(), SomeDecisions.posture().decidedAt());
            postures.seal();
            assertFlat(count -> decided(postures, count, false));
            assertFlat(count -> decided(postures, count, true));
        }
    }

    /** How many objects there were: when all records had come, or while one of the last was decided. */
    private long decided(PostureHistory postures, int count, boolean late) {
        long[] seen = new long[2];
        try (var decisions = new Decisions(
                3,
                postures,
                (_, _, _, usedUp) -> {
                    seen[0]++;
                    assertThat(usedUp.test("approval-nobody")).isFalse();
                    if (late && seen[0] == count - 1) {
                        seen[1] = objects();
                    }
                    return new Again.Agrees();
                },
                START.plus(Duration.ofHours(1)),
                new Scratch(scratch),
                _ -> {
                    throw new AssertionError("nothing is wrong");
                })) {
            for (int number = 0; number < count; number++) {
                boolean refused = number % 4 == 3;
                if (!refused) {
                    decisions.order(
                            number,
                            SomeDecisions.appended(number),
                            SomeDecisions.order(number, Optional.of("approval-" + number)));
                }
                decisions.token(
                        refused
                                ? SomeFacts.of(number)
                                        .refused(RefusalKind.POLICY, "no")
                                        .get()
                                : SomeFacts.of(number).get());
                decisions.screening(number, SomeDecisions.screening(number));
            }
            if (!late) {
                return objects();
            }
            assertThat(decisions.decide().agreed()).isEqualTo(count);
            return seen[1];
        }
    }

    @Test
    void names_that_may_be_there_once_are_flat() throws Exception {
        assertFlat(count -> {
            try (var spool = new Spool(new Scratch(scratch), new byte[16])) {
                for (int number = 0; number < count; number++) {
                    spool.add("name-" + number, number % 8, number);
                }
                long[] objects = new long[1];
                spool.add("name-0", 0, count);
                spool.groups(Doubles.PLACES_MAX, _ -> objects[0] = objects());
                return objects[0];
            }
        });
    }
}
