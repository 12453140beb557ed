package dev.airlock.microvm;

import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.CpuState;
import dev.airlock.microvm.machine.PageTree;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * All that a guest can see of a machine that stands still: memory as a tree, and one digest over that tree's root, what is known of
 * each page, and every register.
 *
 * @param tree over the memory
 * @param digest {@code sha256:} and 64 hex digits
 */
record Measure(PageTree tree, String digest) {
    static Measure of(PageTree tree, AddressSpace space, CpuState state) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(tree.root());
            space.digest(sha256);
            state.digest(sha256);
            return new Measure(tree, "sha256:" + HexFormat.of().formatHex(sha256.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** In words, what differs from what ought to be there; empty if nothing does. */
    String differenceFrom(Measure origin) {
        if (digest.equals(origin.digest)) {
            return "";
        }
        int page = tree.firstDifference(origin.tree);
        return page < 0 ? "registers or page book differ" : "page %d differs".formatted(page);
    }
}
