package dev.airlock.gateway.decide;

import static dev.airlock.gateway.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.decide.Decided.Seen;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.IntentKey;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What a month of intents takes: counted are the bytes of all objects that are alive after a collection, so nothing that is kept anywhere is left out. */
class DecidedMemoryTest {
    private static final int INTENTS = 250_000;
    private static final Pattern TOTAL = Pattern.compile("Total\\s+(\\d+)\\s+(\\d+)");
    /** What other threads, and the measuring itself, may leave meanwhile. */
    private static final long OTHERS = 1L << 20;

    private static long bytes() {
        try {
            var histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            Matcher total = TOTAL.matcher(histogram);
            assertThat(total.find()).isTrue();
            return Long.parseLong(total.group(2));
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    private static Admission admission(Random random) {
        var hash = new byte[32];
        random.nextBytes(hash);
        String digest = "sha256:" + HexFormat.of().formatHex(hash);
        return new Admission(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                new UUID(random.nextLong(), random.nextLong()).toString(),
                digest,
                digest,
                true,
                NOW);
    }

    private static Decided full(int intents) {
        var decided = new Decided(INTENTS);
        var random = new Random(7);
        for (int number = 0; number < intents; number++) {
            decided.replay(admission(random));
        }
        return decided;
    }

    @Test
    void a_month_of_intents_takes_less_than_a_hundred_bytes_each() {
        assertThat(full(10).size()).isEqualTo(10);
        long before = bytes();
        Decided decided = full(INTENTS);
        long each = (bytes() - before) / INTENTS;
        System.out.println("DecidedMemoryTest " + each + " bytes per intent");
        assertThat(each).isLessThan(100);
        assertThat(bytes() - before).isLessThan((long) INTENTS * Decided.BYTES_EACH_MAX + OTHERS);
        assertThat(decided.size()).isEqualTo(INTENTS);
        assertThat(decided.seen(new IntentKey("nobody", "none"), "h")).isEqualTo(Seen.NEVER);
    }
}
