package dev.airlock.policy.shell;

/** Breaks whoever reads the verdicts. */
final class Breaking implements PolicyMetrics {
    @Override
    public void verdictRead() {
        throw new IllegalStateException("a test");
    }

    @Override
    public void verdictCounted() {}

    @Override
    public void verdictOlder() {}

    @Override
    public void verdictDead() {}

    @Override
    public void postureRecorded() {}

    @Override
    public void tick() {}

    @Override
    public void leaseIssued() {}

    @Override
    public void leaseHeld() {}

    @Override
    public void leaseWithheld() {}

    @Override
    public void killCounted() {}

    @Override
    public void incidentFound() {}

    @Override
    public void sendFailed() {}
}
