package dev.airlock.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Python of the host, as it describes itself.
 *
 * @param executable the real file
 * @param name such as {@code python3.11}
 * @param library the standard library's directory
 * @param dynload the directory of its extension modules
 * @param cacheTag the middle of its .pyc files' names, such as {@code cpython-311}
 */
record HostPython(Path executable, String name, Path library, Path dynload, String cacheTag) {
    private static final String INSTALL = "apt-get install python3";
    private static final int ANSWER_BYTES = 1 << 16;
    private static final int ANSWER_SECONDS = 30;
    /** Imports on purpose what a stripped-down Python lacks. */
    private static final String QUESTION = """
            import sys, os, json, re, datetime, math, sysconfig
            base = getattr(sys, '_base_executable', None) or sys.executable
            library = sysconfig.get_path('stdlib')
            platform = sysconfig.get_path('platstdlib')
            found = [p for p in sys.path if os.path.basename(p) == 'lib-dynload']
            print(json.dumps({
                'executable': os.path.realpath(base),
                'name': 'python%d.%d' % sys.version_info[:2],
                'library': os.path.realpath(library),
                'dynload': found[0] if found else os.path.join(platform, 'lib-dynload'),
                'tag': sys.implementation.cache_tag,
                'kind': sys.implementation.name,
                'version': list(sys.version_info[:2])}))
            """;

    /** The given one, or else the first that answers: /usr/bin/python3, then those of PATH. */
    static HostPython find(Optional<Path> given) throws IOException, ImageRejected {
        if (given.isPresent()) {
            return ask(given.get());
        }
        List<Path> candidates = new ArrayList<>(List.of(Path.of("/usr/bin/python3")));
        for (String folder :
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
            if (folder.startsWith("/")) {
                candidates.add(Path.of(folder, "python3"));
            }
        }
        Optional<ImageRejected> first = Optional.empty();
        for (Path candidate : candidates) {
            if (Files.isExecutable(candidate)) {
                try {
                    return ask(candidate);
                } catch (ImageRejected rejected) {
                    first = first.or(() -> Optional.of(rejected));
                }
            }
        }
        throw first.orElseGet(() -> new ImageRejected("Python 3", "is neither /usr/bin/python3 nor on PATH", INSTALL));
    }

    static HostPython ask(Path python) throws IOException, ImageRejected {
        if (!Files.isExecutable(python)) {
            throw new ImageRejected(python.toString(), "is no program", "name a Python 3, or: " + INSTALL);
        }
        JsonNode answer = Json.read(answer(python), "the answer of " + python, INSTALL);
        int minor = answer.path("version").path(1).asInt();
        if (answer.path("version").path(0).asInt() != 3
                || minor < 9
                || !answer.path("kind").asText().equals("cpython")) {
            String value = "is " + answer.path("kind").asText() + " " + answer.path("version");
            throw new ImageRejected(python.toString(), value, "CPython 3.9 or later is needed: " + INSTALL);
        }
        return new HostPython(
                path(answer, "executable"),
                answer.path("name").asText(),
                path(answer, "library"),
                path(answer, "dynload"),
                answer.path("tag").asText());
    }

    private static byte[] answer(Path python) throws IOException, ImageRejected {
        ProcessBuilder builder = new ProcessBuilder(python.toString(), "-I", "-c", QUESTION);
        builder.environment().keySet().removeIf(name -> name.startsWith("PYTHON"));
        builder.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Process process = builder.start();
        Thread watchdog = Thread.ofVirtual().name("watchdog of " + python).start(() -> killLate(process));
        try (var output = process.getInputStream()) {
            byte[] answer = output.readNBytes(ANSWER_BYTES);
            if (process.waitFor() != 0) {
                String said = new String(answer, StandardCharsets.UTF_8).strip();
                throw new ImageRejected(python.toString(), "does not work: " + said, INSTALL);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + python, e);
        } finally {
            process.destroyForcibly();
            watchdog.interrupt();
        }
    }

    private static void killLate(Process process) {
        try {
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path path(JsonNode answer, String field) throws ImageRejected {
        Path path = Path.of(answer.path(field).asText());
        if (!path.isAbsolute() || !Files.exists(path)) {
            throw new ImageRejected("Python's " + field, path + " is not there", INSTALL);
        }
        return path;
    }
}
