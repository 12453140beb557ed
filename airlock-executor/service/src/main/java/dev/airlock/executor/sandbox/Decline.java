package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.Plan;
import dev.airlock.image.Image;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a sandbox says that it did not run a plan. */
final class Decline {
    private static final Logger LOG = LoggerFactory.getLogger(Decline.class);
    /** A guest that does not start may have said much. */
    private static final int REASON_MAX = 1000;

    private Decline() {}

    static Attempt because(RefusalKind kind, String rule, String text) {
        return new Attempt.Declined(new Refusal(kind, rule, Line.fit(text, REASON_MAX)));
    }

    /** What exactly is wrong stands in the log: it names folders of this host, which are no caller's business. */
    static Attempt image(Plan plan, Exception cause) {
        LOG.warn("image={} unusable=\"{}\"", plan.image(), cause.getMessage());
        return because(RefusalKind.NO_IMAGE, "image", Missing.image(plan.image()));
    }

    static Attempt policy(Plan plan, Image image) {
        return because(RefusalKind.NO_IMAGE, "runtime", Missing.policy(image, plan.policy()));
    }
}
