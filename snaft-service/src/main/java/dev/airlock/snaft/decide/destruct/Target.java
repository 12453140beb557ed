package dev.airlock.snaft.decide.destruct;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a path on a command line means, once {@code .}, {@code ..}, double slashes and closing wildcards are taken out. */
final class Target {
    /** Whose recursive deletion ends a machine. */
    private static final Set<String> DELETE_ROOTS =
            Set.of("etc", "usr", "var", "boot", "home", "opt", "lib", "lib64", "bin", "sbin", "sys", "proc", "root");

    /** Whose recursive change of owner or rights ends a machine. */
    private static final Set<String> CHANGE_ROOTS = Set.of("etc", "usr", "var", "boot");

    private static final String SHORTEST_DISK = "/dev/sda";

    private Target() {}

    /** Whether deleting {@code word} recursively deletes the root directory or one of those that a system lives on. */
    static boolean isDeleteRoot(String word) {
        return isOneOf(word, DELETE_ROOTS);
    }

    /** As {@link #isDeleteRoot}, for chmod and chown. */
    static boolean isChangeRoot(String word) {
        return isOneOf(word, CHANGE_ROOTS);
    }

    /** Whether {@code word} is a disk or a partition: sd, hd, vd, nvme or mmcblk. */
    static boolean isDisk(String word) {
        if (!word.startsWith("/") || word.length() < SHORTEST_DISK.length()) {
            return false;
        }
        List<String> path = componentsOf(word);
        return path.size() == 2 && path.get(0).equals("dev") && isDiskName(path.get(1));
    }

    private static boolean isOneOf(String word, Set<String> roots) {
        if (!word.startsWith("/")) {
            return false;
        }
        List<String> path = componentsOf(word);
        while (!path.isEmpty() && isAllWildcard(path.getLast())) {
            path.removeLast();
        }
        return switch (path.size()) {
            case 0 -> true;
            case 1 -> isAmong(path.getFirst(), roots);
            default -> false;
        };
    }

    private static boolean isAmong(String component, Set<String> roots) {
        boolean pattern = component.indexOf('*') >= 0 || component.indexOf('?') >= 0;
        return pattern ? roots.stream().anyMatch(root -> matches(component, root)) : roots.contains(component);
    }

    private static boolean isDiskName(String name) {
        return isNumbered(name, "sd")
                || isNumbered(name, "hd")
                || isNumbered(name, "vd")
                || isNumbered(name, "nvme")
                || isNumbered(name, "mmcblk");
    }

    private static boolean isNumbered(String name, String family) {
        if (!name.startsWith(family) || name.length() == family.length()) {
            return false;
        }
        char next = name.charAt(family.length());
        return isWildcard(next) || (family.length() == 2 ? isBetween('a', next, 'z') : isBetween('0', next, '9'));
    }

    private static boolean isWildcard(char c) {
        return c == '*' || c == '?';
    }

    private static boolean isBetween(char first, char c, char last) {
        return first <= c && c <= last;
    }

    /** The components of an absolute path. */
    private static List<String> componentsOf(String word) {
        List<String> path = new ArrayList<>();
        for (int start = 1, end; start <= word.length(); start = end + 1) {
            end = word.indexOf('/', start);
            end = end < 0 ? word.length() : end;
            enter(path, word.substring(start, end));
        }
        return path;
    }

    private static void enter(List<String> path, String component) {
        switch (component) {
            case "", "." -> {}
            case ".." -> {
                if (!path.isEmpty()) {
                    path.removeLast();
                }
            }
            default -> path.add(component);
        }
    }

    private static boolean isAllWildcard(String component) {
        return component.contains("*") && component.chars().allMatch(c -> "*?.".indexOf(c) >= 0);
    }

    /** Whether a shell pattern of {@code *} and {@code ?} matches {@code name}, of at most 30 characters. Never goes back. */
    private static boolean matches(String pattern, String name) {
        int all = (1 << (name.length() + 1)) - 1;
        int reached = 1;
        for (int p = 0; p < pattern.length() && reached != 0; p++) {
            reached = switch (pattern.charAt(p)) {
                case '*' -> -Integer.lowestOneBit(reached);
                case '?' -> reached << 1;
                default -> reached << 1 & placesOf(pattern.charAt(p), name);
            };
            reached &= all;
        }
        return (reached & 1 << name.length()) != 0;
    }

    /** Bit n + 1 is set where {@code name} has {@code c} at n. */
    private static int placesOf(char c, String name) {
        int places = 0;
        for (int n = 0; n < name.length(); n++) {
            places |= name.charAt(n) == c ? 1 << (n + 1) : 0;
        }
        return places;
    }
}
