package dev.airlock.scale.model;

/**
 * What one intent costs, as it was measured on one executor; times in milliseconds.
 *
 * @param frontProcessor processor time of snaft, gateway, broker and ledger together
 * @param front from the intent to its order without that: what batches, polls and transactions wait
 * @param runProcessor processor time of the executor and of what it starts
 * @param held for how long a run holds its slot, the program's own waiting and {@code runProcessor} among it
 * @param back from the end of the run to the token that a reader sees
 * @param standingFront how many cores snaft, gateway, broker, policy and ledger use when nobody wants anything
 * @param standingExecutor how many an executor uses then
 */
public record Costs(
        double frontProcessor,
        double front,
        double runProcessor,
        double held,
        double back,
        double standingFront,
        double standingExecutor) {

    public Costs {
        for (double value :
                new double[] {frontProcessor, front, runProcessor, held, back, standingFront, standingExecutor}) {
            if (!Double.isFinite(value) || value < 0) {
                throw new IllegalArgumentException("costs are 0 and more, not " + value);
            }
        }
    }

    /** The part of {@code held} in which no core works for it. */
    double heldOtherwise() {
        return Math.max(0, held - runProcessor);
    }
}
