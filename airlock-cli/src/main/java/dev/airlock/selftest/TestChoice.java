package dev.airlock.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which tests of real guests to run.
 *
 * @param globs {@code CLASS} or {@code CLASS#METHOD}, where {@code *} stands for anything; none means all tests
 */
public record TestChoice(List<String> globs) {
    private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9_*]+(#[A-Za-z0-9_*]+)?");

    public TestChoice {
        globs = List.copyOf(globs);
        for (String glob : globs) {
            if (!GLOB.matcher(glob).matches()) {
                throw new IllegalArgumentException(
                        "tests are named CLASS or CLASS#METHOD, with * for anything; not " + glob);
            }
        }
    }

    /** The choice as options of JUnit's ConsoleLauncher. */
    List<String> options() {
        List<String> options = new ArrayList<>(List.of("--include-tag=kvm", "--exclude-tag=long"));
        List<String> chosen = globs.isEmpty() ? List.of("*Test", "*IT") : globs;
        options.add("--include-classname="
                + anyOf(chosen.stream().map(TestChoice::classPattern).toList()));
        options.add("--include-methodname="
                + anyOf(chosen.stream().map(TestChoice::methodPattern).toList()));
        return options;
    }

    private static String anyOf(List<String> patterns) {
        return patterns.stream().collect(Collectors.joining("|", "^(.*\\.)?(", ")$"));
    }

    private static String classPattern(String glob) {
        return pattern(glob.replaceFirst("#.*", ""));
    }

    private static String methodPattern(String glob) {
        return pattern(glob.contains("#") ? glob : glob + "#*");
    }

    private static String pattern(String glob) {
        return glob.replace("*", ".*");
    }
}
