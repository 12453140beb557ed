package dev.airlock.authorisation.shell;

import dev.airlock.schemas.model.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The policies and the schema that this release brings: the directory {@code policies} of the repository. */
public final class Distribution {
    /** The schema's file. */
    public static final String SCHEMA = "airlock.cedarschema";

    private Distribution() {}

    /** What policies may speak of. */
    public static String schema() {
        return text(SCHEMA);
    }

    /** What every set gets. */
    public static List<PolicyFile> base() {
        return List.of(file("base/forbidden.cedar"));
    }

    /** The set that counts where no operator has loaded one; sorted by name. */
    public static List<PolicyFile> policies() {
        return Stream.of("admit.cedar", "destructive.cedar", "external.cedar")
                .map(Distribution::file)
                .toList();
    }

    private static PolicyFile file(String name) {
        return new PolicyFile(name, text(name));
    }

    private static String text(String name) {
        try (InputStream in = Distribution.class.getResourceAsStream("/policies/" + name)) {
            if (in == null) {
                throw new IllegalStateException("policies/" + name + " is not in this release; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
