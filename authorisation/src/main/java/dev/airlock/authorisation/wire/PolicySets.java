package dev.airlock.authorisation.wire;

import dev.airlock.schemas.model.PolicyFile;
import dev.airlock.schemas.model.PolicySet;
import dev.airlock.schemas.wire.Hashes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The version of a set of policies: what it says, as one hash. */
public final class PolicySets {
    private PolicySets() {}

    /**
     * {@code sha256:} of the canonical text: for each file its name, a zero byte, its text and a zero byte, in UTF-8. A name holds no zero byte
     * and neither does a text, so two different sets never give the same bytes.
     *
     * @throws IllegalArgumentException if the files may not be a set, or a text holds a zero byte
     */
    public static String versionOf(List<PolicyFile> files) {
        PolicySet.checkFiles(files);
        var canonical = new ByteArrayOutputStream();
        for (PolicyFile file : files) {
            if (file.text().indexOf('\0') >= 0) {
                throw new IllegalArgumentException(file.name() + " holds a zero byte; policies are text");
            }
            canonical.writeBytes(file.name().getBytes(StandardCharsets.UTF_8));
            canonical.write(0);
            canonical.writeBytes(file.text().getBytes(StandardCharsets.UTF_8));
            canonical.write(0);
        }
        return Hashes.sha256(canonical.toByteArray());
    }
}
