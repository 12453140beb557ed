package dev.airlock.policy.shell;

/**
 * What policy has done since its start. At any moment, when nothing is under way:
 *
 * <pre>
 * verdictRead = verdictCounted + verdictOlder + verdictDead
 * tick        = leaseIssued + leaseHeld + leaseWithheld
 * </pre>
 *
 * Alert when {@code verdictDead}, {@code sendFailed} or {@code leaseWithheld} grow: somebody signs what he may not, the bus is away, or the
 * road is closed. Any thread may call it.
 */
public interface PolicyMetrics {
    /** A record of the verdicts' topic was read. */
    void verdictRead();

    /** It changed what stands. */
    void verdictCounted();

    /** It was no newer than what stands. */
    void verdictOlder();

    /** It could not be read, or could not be true, and went to the dead letters. */
    void verdictDead();

    /** A posture became the recorded one. */
    void postureRecorded();

    /** Policy looked whether a lease is due, after its start was complete. */
    void tick();

    /** A lease was published. */
    void leaseIssued();

    /** The last lease is still new enough, or on its way. */
    void leaseHeld();

    /** Nothing could be vouched for. */
    void leaseWithheld();

    /** A run from outside was killed in a way that counts. */
    void killCounted();

    /** Kills were found to be an incident, and a verdict was given to the bus. */
    void incidentFound();

    /** A record did not get to the bus in time. */
    void sendFailed();
}
