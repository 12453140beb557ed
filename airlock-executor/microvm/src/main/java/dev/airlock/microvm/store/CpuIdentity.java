package dev.airlock.microvm.store;

import java.util.List;

/**
 * What a guest's program can have adapted itself to.
 *
 * @param vendor as leaf 0 of CPUID spells it, 12 characters
 * @param family with its extension
 * @param model with its extension
 * @param stepping 0 to 15
 * @param features leaves of CPUID that say what the processor can and how XSAVE lays its state out, the state components in use, and the
 *     model-specific registers that are kept, a line each
 */
public record CpuIdentity(String vendor, int family, int model, int stepping, List<String> features) {
    public CpuIdentity {
        features = List.copyOf(features);
    }

    /** For people: {@code AuthenticAMD family 15 model 107 stepping 1}. */
    public String text() {
        return "%s family %d model %d stepping %d".formatted(vendor, family, model, stepping);
    }

    /** The first thing in which the other differs, with both values; empty if nothing does. */
    public String differenceFrom(CpuIdentity other) {
        if (!text().equals(other.text())) {
            return text() + ", not " + other.text();
        }
        for (int i = 0; i < Math.max(features.size(), other.features.size()); i++) {
            String ours = i < features.size() ? features.get(i) : "nothing";
            String theirs = i < other.features.size() ? other.features.get(i) : "nothing";
            if (!ours.equals(theirs)) {
                return ours + ", not " + theirs;
            }
        }
        return "";
    }
}
