package dev.airlock.cli;

import picocli.CommandLine.IVersionProvider;

/** Prints the version that the jar was built as. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"airlock " + (version == null ? "(not packaged)" : version), "JDK " + Runtime.version()};
    }
}
