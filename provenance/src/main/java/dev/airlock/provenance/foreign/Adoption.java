package dev.airlock.provenance.foreign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What was taken in of a foreign ledger: each token's hash, bound to its parent's. Signed by who took it in, it shows later whether an
 * ancestor was replaced, which tibet-core's own form cannot. Its bytes are lines of JSON: {@code version} and {@code made}, then a bond a
 * line.
 *
 * @param made when, in whole seconds
 * @param bonds at most {@link #BONDS_MAX}, of distinct tokens
 */
public record Adoption(Instant made, List<Bond> bonds) {
    /** How many tokens one adoption takes. */
    public static final int BONDS_MAX = 100_000;

    /** The payload type of its envelope. */
    public static final String PAYLOAD_TYPE = "application/vnd.airlock.adoption+jsonl";

    private static final Pattern WORD = Pattern.compile("[!-~]{1,128}");

    /** One token and its parent; both parts of the parent or neither. */
    public record Bond(String token, String hash, Optional<String> parent, Optional<String> parentHash) {}

    /** @throws IllegalArgumentException if there are too many, or one twice */
    public Adoption {
        made = made.truncatedTo(ChronoUnit.SECONDS);
        bonds = List.copyOf(bonds);
        if (bonds.size() > BONDS_MAX) {
            throw new IllegalArgumentException(
                    bonds.size() + " tokens, and an adoption takes at most " + BONDS_MAX + "; split the file");
        }
        if (bonds.stream().map(Bond::token).distinct().count() != bonds.size()) {
            throw new IllegalArgumentException("an adoption names each token once");
        }
    }

    /** The bytes that are signed. */
    public byte[] bytes() {
        var text = new StringBuilder(200 * (bonds.size() + 1));
        text.append("{\"made\":\"").append(made).append("\",\"version\":1}\n");
        for (Bond bond : bonds) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("hash", bond.hash());
            bond.parentHash().ifPresent(hash -> line.put("parent_hash", hash));
            bond.parent().ifPresent(parent -> line.put("parent_id", parent));
            line.put("token_id", bond.token());
            text.append(line).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The adoption in bytes whose signature was verified.
     *
     * @throws ForeignRejected if they are none
     */
    public static Adoption read(byte[] bytes) throws ForeignRejected {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        Members head = Members.of(line(lines[0]), Set.of("made", "version"), Set.of());
        List<Bond> bonds = new ArrayList<>();
        for (int i = 1; i < lines.length - 1; i++) {
            Members bond = Members.of(line(lines[i]), Set.of("hash", "token_id"), Set.of("parent_hash", "parent_id"));
            bonds.add(new Bond(
                    bond.text("token_id", WORD, "a token's id"),
                    bond.text("hash", WORD, "a hash"),
                    bond.optional("parent_id", WORD, "a token's id"),
                    bond.optional("parent_hash", WORD, "a hash")));
        }
        try {
            return new Adoption(Instant.parse(head.text("made", 64)), bonds);
        } catch (DateTimeException | IllegalArgumentException _) {
            throw new ForeignRejected(Reason.BAD_FIELD, "not an adoption: no time, or a token twice");
        }
    }

    private static Json.Members line(String line) throws ForeignRejected {
        return JsonText.object(line.getBytes(StandardCharsets.UTF_8));
    }
}
