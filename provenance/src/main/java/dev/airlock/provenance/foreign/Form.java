package dev.airlock.provenance.foreign;

import java.util.Arrays;
import java.util.Optional;

/** A form of tokens that is not ours. */
public enum Form {
    /** The Python package tibet-core. */
    TIBET_CORE("tibet-core"),
    /** draft-vandemeent-tibet-provenance. */
    IETF("ietf");

    private final String label;

    Form(String label) {
        this.label = label;
    }

    /** As in options and output. */
    public String label() {
        return label;
    }

    /** The form with this label. */
    public static Optional<Form> ofLabel(String label) {
        return Arrays.stream(values()).filter(form -> form.label.equals(label)).findFirst();
    }
}
