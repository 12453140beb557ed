package dev.airlock.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One path resolution: where we are, and what is still to be walked. A trailing slash is walked as a last {@code .}, which
 * asks for a directory and makes the component before it one that is not last: the same rules.
 */
final class PathWalk {
    /** PATH_MAX of linux/limits.h (6.12) counts the final NUL. */
    static final int PATH_BYTES = 4096 - 1;
    /** NAME_MAX of linux/limits.h (6.12). */
    static final int NAME_BYTES = 255;
    /** MAXSYMLINKS of linux/namei.h (6.12). */
    static final int LINKS = 40;

    private record Step(String name, Node node) {}

    private final Node.Directory root;
    private final boolean followLast;
    private final Deque<String> ahead = new ArrayDeque<>();
    private final List<Step> taken = new ArrayList<>();
    private int links;

    PathWalk(Node.Directory root, boolean followLast) {
        this.root = root;
        this.followLast = followLast;
    }

    /** Goes on from where the walk before ended, or from the root. */
    Lookup walk(String path) {
        if (path.indexOf('\0') >= 0) {
            return new Lookup.Missing();
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES) {
            return new Lookup.NameTooLong();
        }
        links = 0;
        enter(path);
        while (!ahead.isEmpty()) {
            Optional<Lookup> end = step(ahead.removeFirst());
            if (end.isPresent()) {
                return end.get();
            }
        }
        return new Lookup.Found(here(), canonical());
    }

    private Optional<Lookup> step(String name) {
        if (!(here() instanceof Node.Directory directory)) {
            return Optional.of(new Lookup.NotADirectory());
        }
        if (name.equals(".")) {
            return Optional.empty();
        }
        if (name.equals("..")) {
            if (!taken.isEmpty()) {
                taken.removeLast();
            }
            return Optional.empty();
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
            return Optional.of(new Lookup.NameTooLong());
        }
        return switch (directory.children().get(name)) {
            case null -> Optional.of(new Lookup.Missing());
            case Node.Symlink link when followLast || !ahead.isEmpty() -> follow(link);
            case Node node -> {
                taken.add(new Step(name, node));
                yield Optional.empty();
            }
        };
    }

    private Optional<Lookup> follow(Node.Symlink link) {
        if (++links > LINKS) {
            return Optional.of(new Lookup.Loop());
        }
        enter(link.target());
        return Optional.empty();
    }

    private void enter(String path) {
        if (path.startsWith("/")) {
            taken.clear();
        }
        if (path.endsWith("/")) {
            ahead.addFirst(".");
        }
        String[] names = path.split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].isEmpty()) {
                ahead.addFirst(names[i]);
            }
        }
    }

    private Node here() {
        return taken.isEmpty() ? root : taken.getLast().node();
    }

    private String canonical() {
        StringBuilder path = new StringBuilder();
        taken.forEach(step -> path.append('/').append(step.name()));
        return taken.isEmpty() ? "/" : path.toString();
    }
}
