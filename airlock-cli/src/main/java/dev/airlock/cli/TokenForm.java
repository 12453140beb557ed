package dev.airlock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The forms in which a token may stand in a file. */
enum TokenForm {
    /** Our own: the whole token as {@code airlock tokens --json} prints it. */
    AIRLOCK("tbz_version"),
    /** An in-toto attestation of one of ours. */
    INTOTO("payloadType"),
    /** A CloudEvent of one of ours. */
    CLOUDEVENTS("specversion"),
    /** The Python package tibet-core's. */
    TIBET_CORE("content_hash"),
    /** The IETF draft's. */
    IETF("token_id");

    private static final JsonFactory FACTORY = new JsonFactory();

    /** A member that an object of this form has, and none of those before. */
    private final String member;

    TokenForm(String member) {
        this.member = member;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Which form an object has; empty if none. It only chooses the rules by which the object is then judged. */
    static Optional<TokenForm> of(byte[] json) {
        Set<String> names = names(json);
        return Arrays.stream(values())
                .filter(form -> names.contains(form.member))
                .findFirst();
    }

    static TokenForm ofLabel(String label) throws Trouble {
        return Arrays.stream(values())
                .filter(form -> form.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE,
                        "--form is one of "
                                + Arrays.stream(values()).map(TokenForm::label).collect(Collectors.joining(", "))
                                + "; not " + label,
                        "airlock tokens export --help"));
    }

    private static Set<String> names(byte[] json) {
        Set<String> names = new HashSet<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    names.add(parser.currentName());
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        } catch (IOException _) {
            // What could be read of it tells the form; the form's own reader tells what is wrong.
        }
        return names;
    }
}
