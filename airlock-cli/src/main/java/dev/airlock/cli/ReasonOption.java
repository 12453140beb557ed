package dev.airlock.cli;

import picocli.CommandLine.Option;

/** Why an operator says something. */
final class ReasonOption {
    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept.")
    private String text;

    String text() {
        return text;
    }
}
