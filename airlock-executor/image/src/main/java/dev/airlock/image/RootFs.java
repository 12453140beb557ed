package dev.airlock.image;

/**
 * A read-only file system in memory. Immutable; any number of threads may read it.
 *
 * @param root the directory {@code /}
 * @param digest {@code sha256:} and 64 hex digits: the chain id of the layers (OCI image-spec 1.1, config.md, "Layer ChainID")
 */
public record RootFs(Node.Directory root, String digest) {
    public RootFs {
        Digest.check(digest);
    }

    /**
     * Walks {@code path} as Linux does: relative paths start at {@code workingDirectory} (itself absolute), {@code ..} at the
     * root stays there, links on the way are followed, and one at the end only if {@code followLast} or a slash follows it.
     * Neither argument is trusted. A path with NUL in it, or an empty one, is {@link Lookup.Missing}.
     */
    public Lookup resolve(String workingDirectory, String path, boolean followLast) {
        if (path.startsWith("/")) {
            return new PathWalk(root, followLast).walk(path);
        }
        if (path.isEmpty() || !workingDirectory.startsWith("/")) {
            return new Lookup.Missing();
        }
        PathWalk walk = new PathWalk(root, followLast);
        Lookup start = walk.walk(workingDirectory + "/");
        return start instanceof Lookup.Found ? walk.walk(path) : start;
    }
}
