package dev.airlock.executor.shell;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The grants that were taken up since a partition became ours, the newest {@value #KEPT_MAX} of them. Those of before are in
 * {@link SealedGrants}. One thread.
 */
final class Redeemed {
    static final int KEPT_MAX = 10_000;

    private final Map<String, Boolean> grants = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** Takes a grant up; false if it was taken up before. */
    boolean redeem(String grantId) {
        return grants.putIfAbsent(grantId, Boolean.TRUE) == null;
    }
}
