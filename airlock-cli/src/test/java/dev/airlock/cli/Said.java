package dev.airlock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/**
 * What a command said and how it ended. What a program printed goes to the process's own streams, as bytes; all else through picocli.
 *
 * @param exit the exit code
 * @param out the command's standard output
 * @param err the command's standard error
 */
record Said(int exit, String out, String err) {
    private static final Object STREAMS = new Object();

    /** Runs the command as the shell would. */
    static Said by(String... arguments) {
        return with("", arguments);
    }

    /** The same with something on standard input. */
    static Said with(String input, String... arguments) {
        synchronized (STREAMS) {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            var words = new StringWriter();
            var complaints = new StringWriter();
            PrintStream realOut = System.out;
            PrintStream realErr = System.err;
            InputStream realIn = System.in;
            try {
                System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
                System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
                System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
                CommandLine command = Airlock.commandLine(arguments);
                command.setOut(new PrintWriter(words, true)).setErr(new PrintWriter(complaints, true));
                int exit = command.execute(arguments);
                return new Said(
                        exit,
                        out.toString(StandardCharsets.UTF_8) + words,
                        err.toString(StandardCharsets.UTF_8) + complaints);
            } finally {
                System.setOut(realOut);
                System.setErr(realErr);
                System.setIn(realIn);
            }
        }
    }

    /** The lines of standard output. */
    List<String> lines() {
        return out.lines().toList();
    }

    /** Standard output, which must be one line with one JSON object. */
    JsonNode json() {
        if (lines().size() != 1) {
            throw new AssertionError("not one line: " + out + err);
        }
        return JsonOption.tree(out);
    }
}
