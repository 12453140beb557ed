package dev.airlock.microvm.machine;

import dev.airlock.linux.PagemapScan;

/**
 * How a reset learns which pages of a machine differ from its snapshot. Neither way believes anything that a guest says.
 */
public enum DirtyTracking {
    /**
     * The host kernel's own page tables: every page of the private mapping that is no longer the file's. Finds a page that was
     * written once for as long as it is a copy, so that the set only grows. Costs the guest nothing. Linux 6.7 and later.
     */
    PAGEMAP_SCAN,

    /**
     * KVM's log of what the guest wrote, joined with our own of what the VMM wrote, which KVM does not see. Exact; the first write
     * to each page costs the guest an exit.
     */
    DIRTY_LOG;

    /** The first that this kernel has. */
    public static DirtyTracking probe() {
        return PagemapScan.available() ? PAGEMAP_SCAN : DIRTY_LOG;
    }
}
