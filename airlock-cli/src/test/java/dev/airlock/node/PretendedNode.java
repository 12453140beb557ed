package dev.airlock.node;

import java.io.IOException;

/** A test that has a broker open already says so, as a node would; commands then use that broker. */
public final class PretendedNode {
    private PretendedNode() {}

    public static void at(DataDirectory data, String bootstrap) throws IOException {
        NodeFile.ofThisProcess(bootstrap, "").write(data);
    }
}
