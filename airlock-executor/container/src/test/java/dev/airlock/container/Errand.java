package dev.airlock.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a JVM of somebody else is started for: to run the tests of classes, or to say what containers it could have. A line for each outcome. */
final class Errand {
    static final String LINE = "outcome ";

    private Errand() {}

    /** {@code tests CLASS...} or {@code look FOLDER RUNTIME}. */
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "tests" -> tests(List.of(arguments).subList(1, arguments.length));
            case "look" -> look(Path.of(arguments[1]), arguments[2]);
            default -> throw new IllegalArgumentException(String.join(" ", List.of(arguments)));
        }
    }

    private static void tests(List<String> names) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(names.stream().map(DiscoverySelectors::selectClass).toList())
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                String thrown = result.getThrowable().map(Throwable::toString).orElse("");
                // A class that fails or is given up has no outcomes of its tests.
                if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                    say(result.getStatus().name().toLowerCase(Locale.ROOT), test.getUniqueId() + " " + thrown);
                }
            }

            @Override
            public void executionSkipped(TestIdentifier test, String reason) {
                say("skipped", test.getUniqueId() + " " + reason);
            }
        });
    }

    private static void look(Path folder, String wanted) throws IOException {
        try (Containers containers = Containers.open(folder, ContainerRuntime.Wanted.valueOf(wanted))) {
            say("open", containers.isolation(false) + (containers.bounded() ? ", bounded" : ", unbounded"));
        } catch (ContainerFailed e) {
            say("refused", e.getMessage());
        }
    }

    private static void say(String outcome, String about) {
        System.out.println(LINE + outcome + " " + about.replace('\n', ' '));
    }
}
