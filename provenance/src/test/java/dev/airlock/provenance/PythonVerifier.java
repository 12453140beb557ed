package dev.airlock.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The verifier in Python. */
final class PythonVerifier {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path VERIFIER = Path.of("src/test/python/verify.py");

    private PythonVerifier() {}

    /** The lines that it says to these arguments; fails unless it ends with this code. Its streams go to files in the folder. */
    static List<String> says(Path scratch, int code, List<String> arguments) throws IOException, InterruptedException {
        if (!Files.isExecutable(PYTHON)) {
            fail("%s is not there: apt-get install python3 python3-cryptography", PYTHON);
        }
        Path out = scratch.resolve("out");
        Path err = scratch.resolve("err");
        List<String> command = new ArrayList<>(List.of(PYTHON.toString(), VERIFIER.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(err, UTF_8);
        if (said.contains("No module named 'cryptography'")) {
            fail("the independent verifier needs Ed25519: apt-get install python3-cryptography");
        }
        assertThat(process.exitValue()).as(said).isEqualTo(code);
        return Files.readAllLines(out, UTF_8);
    }
}
