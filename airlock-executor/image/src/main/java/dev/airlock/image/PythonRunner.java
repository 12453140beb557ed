package dev.airlock.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a Python image starts: a reviewed file of ours that warms the interpreter, waits for the payload on descriptor 0, and ends.
 *
 * @param resource the file among this package's resources
 * @param runtime the base set of system calls
 * @param warm what it holds when it waits, for people
 * @param arguments what it is started with
 */
record PythonRunner(String resource, String runtime, String warm, List<String> arguments) {
    static final PythonRunner CALCULATOR = new PythonRunner("calculator.py", "calculator", "ast math", List.of());
    static final PythonRunner SCANNER =
            new PythonRunner("scanner.py", "scanner", "json math re stat struct zlib", List.of());

    private static final String FOLDER = "/airlock/";

    PythonRunner {
        arguments = List.copyOf(arguments);
    }

    /** The one that runs the payload as a program. */
    static PythonRunner payload(WarmProfile profile) {
        return new PythonRunner("runner.py", "python", profile.text(), profile.modules());
    }

    /** Where it lies in the image. */
    String path() {
        return FOLDER + resource;
    }

    String text() throws IOException {
        try (InputStream file = PythonRunner.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IOException(resource + " is missing in the program's own files");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Annotations annotations() {
        return Annotations.of(runtime, warm);
    }
}
