package dev.airlock.road;

import org.apache.kafka.common.KafkaException;

/** The code that a loop calls threw: an error of ours, not of the bus, so trying again would only repeat it. */
final class Defect extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Defect(RuntimeException cause) {
        super(cause);
    }

    /** A call into the owner of a loop. */
    interface Call<T> {
        T make() throws BusUnreachable;
    }

    /** Makes a call, telling failures of the bus (which are tried again) from failures of the code (which are not). */
    static <T> T guard(Call<T> call) {
        try {
            return call.make();
        } catch (BusUnreachable e) {
            throw new KafkaException(e.getMessage(), e);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Defect(e);
        }
    }

    /** The consumer wraps what a rebalance listener throws; this finds our own errors in there again. */
    static void rethrowIn(Throwable wrapped) {
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            if (cause instanceof Defect defect) {
                throw defect;
            }
        }
    }
}
