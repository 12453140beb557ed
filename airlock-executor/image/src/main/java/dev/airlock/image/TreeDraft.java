package dev.airlock.image;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree that layers are laid onto, lowest first. Parents are never reached through a link, so an entry lands where its path
 * says or nowhere.
 */
final class TreeDraft {
    private static final String FIX = "pack the layer again without it";

    private sealed interface Draft {}

    private static final class Branch implements Draft {
        private final long inode;
        private final SortedMap<String, Draft> children = new TreeMap<>();
        private int permissions = 0755;
        private long modifiedSeconds;
        /** The last layer that put something here. */
        private int touched;

        Branch(long inode) {
            this.inode = inode;
        }
    }

    private record Leaf(Node node) implements Draft {}

    private long inodes = 1;
    private final Branch root = new Branch(inodes++);
    private String layer = "no layer";
    private int layers;

    /** Lays one layer on top: first what it takes away from those below, in whatever order the tar has it, then its own. */
    void lay(List<LayerEntry> entries, String name) throws ImageRejected {
        layer = name;
        layers++;
        for (LayerEntry entry : entries) {
            switch (entry) {
                case LayerEntry.Whiteout(var path) ->
                    existing(path.subList(0, path.size() - 1)).children.remove(path.getLast());
                case LayerEntry.Opaque(var path) -> existing(path).children.clear();
                case LayerEntry.Directory _, LayerEntry.File _, LayerEntry.Symlink _, LayerEntry.HardLink _ -> {}
            }
        }
        Set<List<String>> laid = new HashSet<>();
        for (LayerEntry entry : entries) {
            switch (entry) {
                case LayerEntry.Whiteout _, LayerEntry.Opaque _ -> {}
                case LayerEntry.Directory _, LayerEntry.File _, LayerEntry.Symlink _, LayerEntry.HardLink _ -> {
                    if (!laid.add(entry.path())) {
                        throw rejected(entry.path(), "is there twice");
                    }
                    put(entry);
                }
            }
        }
    }

    Node.Directory finish() {
        return finish(root);
    }

    private void put(LayerEntry entry) throws ImageRejected {
        switch (entry) {
            case LayerEntry.Directory directory -> {
                Branch branch = branch(directory.path());
                branch.permissions = directory.permissions();
                branch.modifiedSeconds = directory.modifiedSeconds();
            }
            case LayerEntry.File(var path, var permissions, var modified, var content) ->
                leaf(path, new Node.File(inodes++, permissions, modified, content));
            case LayerEntry.Symlink(var path, var modified, var target) ->
                leaf(path, new Node.Symlink(inodes++, 0777, modified, target));
            case LayerEntry.HardLink(var path, var target) -> leaf(path, linked(path, target));
            case LayerEntry.Whiteout _, LayerEntry.Opaque _ -> {}
        }
    }

    private void leaf(List<String> path, Node node) throws ImageRejected {
        if (path.isEmpty()) {
            throw rejected(path, "is no directory");
        }
        Branch parent = parent(path);
        if (parent.children.put(path.getLast(), new Leaf(node)) instanceof Branch old && old.touched == layers) {
            throw rejected(path, "is a directory before and a file after");
        }
    }

    /** A directory entry keeps what lower layers put into the directory, and replaces anything else. */
    private Branch branch(List<String> path) throws ImageRejected {
        if (path.isEmpty()) {
            return root;
        }
        Branch parent = parent(path);
        if (parent.children.get(path.getLast()) instanceof Branch same) {
            return same;
        }
        Branch branch = new Branch(inodes++);
        parent.children.put(path.getLast(), branch);
        return branch;
    }

    private Branch parent(List<String> path) throws ImageRejected {
        Branch at = root;
        for (int i = 0; i < path.size() - 1; i++) {
            Draft next = at.children.get(path.get(i));
            if (next == null) {
                next = new Branch(inodes++);
                at.children.put(path.get(i), next);
            }
            if (!(next instanceof Branch branch)) {
                throw rejected(path, "lies below something that is no directory");
            }
            at = branch;
            at.touched = layers;
        }
        return at;
    }

    private Node linked(List<String> path, List<String> target) throws ImageRejected {
        if (target.isEmpty()
                || !(existing(target.subList(0, target.size() - 1)).children.get(target.getLast())
                        instanceof Leaf(Node.File file))) {
            throw rejected(path, "is a hard link to " + String.join("/", target) + ", which is no file before it");
        }
        return file;
    }

    /** The directory at a path, or an empty one that is part of nothing. */
    private Branch existing(List<String> path) {
        Branch at = root;
        for (String name : path) {
            if (!(at.children.get(name) instanceof Branch branch)) {
                return new Branch(0);
            }
            at = branch;
        }
        return at;
    }

    private static Node.Directory finish(Branch branch) {
        SortedMap<String, Node> children = new TreeMap<>();
        branch.children.forEach((name, draft) -> children.put(
                name,
                switch (draft) {
                    case Branch child -> finish(child);
                    case Leaf(Node node) -> node;
                }));
        return new Node.Directory(branch.inode, branch.permissions, branch.modifiedSeconds, children);
    }

    private ImageRejected rejected(List<String> path, String value) {
        return new ImageRejected(layer, "/" + String.join("/", path) + " " + value, FIX);
    }
}
