package dev.airlock.ledger.shell;

import dev.airlock.provenance.log.NoteKey;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * A witness that is asked to co-sign.
 *
 * @param url where it answers; {@code add-checkpoint} is behind it
 * @param key whose cosignature counts
 */
public record WitnessAddress(URI url, NoteKey key) {
    private static final int WITNESSES_MAX = 16;

    public WitnessAddress {
        if (!List.of("http", "https").contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException("witnesses: '" + url + "' is no http or https URL");
        }
        if (key.kind() != NoteKey.Kind.COSIGNATURE) {
            throw new IllegalArgumentException(
                    "witnesses: " + key.name() + " has a key that signs logs, not co-signs them");
        }
    }

    /**
     * The witnesses in a setting: {@code URL KEY}, with commas.
     *
     * @throws IllegalArgumentException with the setting and what is wrong with it
     */
    static List<WitnessAddress> all(String setting) {
        List<String> each = Arrays.stream(setting.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
        if (each.size() > WITNESSES_MAX) {
            throw new IllegalArgumentException(
                    "witnesses has " + each.size() + "; at most " + WITNESSES_MAX + " are asked");
        }
        return each.stream().map(WitnessAddress::parse).toList();
    }

    private static WitnessAddress parse(String one) {
        String[] parts = one.split("\\s+", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "witnesses: '" + one + "' is not URL KEY; airlock witness prints its key");
        }
        try {
            return new WitnessAddress(URI.create(parts[0]), NoteKey.parse(parts[1]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("witnesses: '" + one + "': " + e.getMessage(), e);
        }
    }
}
