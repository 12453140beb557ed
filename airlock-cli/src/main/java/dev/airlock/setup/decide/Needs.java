package dev.airlock.setup.decide;

import dev.airlock.setup.model.Found;
import dev.airlock.setup.model.Release;
import dev.airlock.setup.model.SetupState;

/** Whether there is anything to set up. */
public final class Needs {
    private Needs() {}

    /** How what was found stands to the release that asks. */
    public static SetupState of(Found found, Release asking) {
        return switch (found) {
            case Found.Nothing _ -> SetupState.FIRST_RUN;
            case Found.Corrupt _ -> SetupState.STAMP_CORRUPT;
            case Found.Stamped(var stamp) -> compared(stamp.release(), asking);
        };
    }

    private static SetupState compared(Release there, Release asking) {
        int order = VersionOrder.compare(there.version(), asking.version());
        if (order > 0) {
            return SetupState.STALE_AFTER_DOWNGRADE;
        }
        return order == 0 && there.equals(asking) ? SetupState.OK : SetupState.STALE_AFTER_UPDATE;
    }
}
