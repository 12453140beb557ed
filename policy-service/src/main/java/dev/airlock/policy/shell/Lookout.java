package dev.airlock.policy.shell;

import dev.airlock.policy.model.Moment;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether incidents can be seen: told by who looks for them, asked by who vouches for the posture. While they cannot, a posture may be milder than
 * what happens asks for, so nobody vouches. Any thread.
 */
final class Lookout {
    /**
     * How long after the start nobody has to have looked: the looking begins later than the vouching, so that the road opens the sooner, and what was
     * killed meanwhile is in its window. What takes longer than this to read closes the road until it is read.
     */
    static final Duration GRACE = Duration.ofSeconds(5);

    private final Duration most;
    private volatile Word word;

    /**
     * What was said last.
     *
     * @param untilNanos until when incidents count as seen, by {@link System#nanoTime}
     * @param why why they are not seen after that
     */
    private record Word(long untilNanos, String why) {}

    /**
     * Nobody has looked yet.
     *
     * @param most how long a look counts
     */
    Lookout(Duration most, Moment begun) {
        this.most = most;
        this.word = new Word(begun.nanos() + GRACE.toNanos(), "nobody has looked for them since the start");
    }

    /** All that tells of incidents was read up to now. */
    void seen(Moment now) {
        word = new Word(now.nanos() + most.toNanos(), "who looks for them does not answer");
    }

    /** Something that tells of them was not. What was seen counts until its time is over. */
    void unseen(String why) {
        word = new Word(word.untilNanos(), why);
    }

    /** Why incidents cannot be seen now; empty while they can. */
    Optional<String> blindness(Moment now) {
        Word last = word;
        return now.nanos() - last.untilNanos() < 0
                ? Optional.empty()
                : Optional.of("incidents cannot be seen: " + last.why());
    }
}
