package dev.airlock.cli;

import dev.airlock.executor.shell.SnapshotDesk;
import dev.airlock.executor.shell.SnapshotDesk.Facts;
import dev.airlock.executor.shell.SnapshotDesk.Listed;
import dev.airlock.image.ImageRejected;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Snapshots, in the data directory. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = "Builds, lists, verifies and removes the warmed guests that starts are made from.",
        subcommands = {
            SnapshotBuildCommand.class,
            SnapshotCommand.Show.class,
            SnapshotCommand.One.class,
            SnapshotVerifyCommand.class,
            SnapshotCommand.Remove.class
        },
        footer = {
            "",
            "A node makes by itself those that it needs, and uses only those that this machine's own key has signed, of the same",
            "image, on the same kind of processor. What does not fit is refused and built again."
        })
final class SnapshotCommand implements Callable<Integer> {
    private static final int SHORT = 12;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }

    /** All that are there. */
    static List<Listed> all(SnapshotDesk desk) throws IOException, ImageRejected, Trouble {
        try {
            return desk.list();
        } catch (SnapshotDesk.NoKey e) {
            throw SnapshotKeyOption.missing(e);
        }
    }

    /** The one whose id begins so. */
    static Listed find(SnapshotDesk desk, String id) throws IOException, ImageRejected, Trouble {
        List<Listed> found =
                all(desk).stream().filter(one -> one.id().startsWith(id)).toList();
        if (found.size() != 1) {
            throw new Trouble(
                    Exit.USAGE,
                    found.isEmpty() ? "no snapshot is called " + id : found.size() + " snapshots begin with " + id,
                    "airlock snapshot list");
        }
        return found.getFirst();
    }

    static Map<String, Object> json(Listed one) {
        Map<String, Object> json = new TreeMap<>(Map.of("id", one.id(), "bytes", one.bytes(), "used", one.used()));
        one.refusal().ifPresent(refusal -> {
            json.put("refused", refusal.reason());
            json.put("text", refusal.text());
        });
        one.facts().ifPresent(facts -> json.putAll(json(facts)));
        return json;
    }

    private static Map<String, Object> json(Facts facts) {
        Map<String, Object> json = new TreeMap<>();
        json.put("format", facts.format());
        json.put("image", facts.image());
        json.put("image_digest", facts.imageDigest());
        json.put("profile", facts.profile());
        json.put("memory_mib", facts.memoryMib());
        json.put("isolation", facts.isolation());
        json.put("cpu", facts.cpu());
        json.put("features", facts.features());
        json.put("digest", facts.digest());
        json.put("root", facts.root());
        json.put("pages", facts.pages());
        json.put("created_at", facts.createdAt().toString());
        json.put("warmed_ms", facts.warmed().toMillis());
        return json;
    }

    private static String line(Listed one) {
        String id = one.id().substring(0, SHORT);
        return one.facts()
                .map(facts -> "%s  %-24s %-12s %4d MiB  %-17s %6.1f MiB  %s%s"
                        .formatted(
                                id,
                                facts.image(),
                                facts.profile(),
                                facts.memoryMib(),
                                facts.isolation(),
                                one.bytes() / (double) (1 << 20),
                                facts.createdAt(),
                                one.used() ? "" : "  unused"))
                .orElseGet(() -> id + "  " + refusal(one));
    }

    private static String refusal(Listed one) {
        return one.refusal()
                .map(refusal -> "cannot be used, " + refusal.reason().toLowerCase(Locale.ROOT) + ": " + refusal.text())
                .orElse("");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "The snapshots that are there, newest first.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Mixin
        private SnapshotKeyOption key;

        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, ImageRejected, Trouble {
            PrintWriter out = spec.commandLine().getOut();
            List<Listed> all = all(key.desk(data.directory()));
            all.forEach(one -> out.println(json.asked() ? JsonOption.line(json(one)) : line(one)));
            if (all.isEmpty() && !json.asked()) {
                out.println("No snapshots in " + data.directory().snapshots() + "; a node with a /dev/kvm makes them.");
            }
            return Exit.FINE;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "All that a snapshot's manifest says.")
    static final class One implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Mixin
        private SnapshotKeyOption key;

        @Mixin
        private JsonOption json;

        @Parameters(paramLabel = "ID", description = "The id, or as much of its beginning as no other has.")
        private String id;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, ImageRejected, Trouble {
            PrintWriter out = spec.commandLine().getOut();
            Listed one = find(key.desk(data.directory()), id);
            if (json.asked()) {
                out.println(JsonOption.line(json(one)));
            } else {
                json(one).forEach((name, value) -> {
                    List<?> values = value instanceof List<?> list ? list : List.of(value);
                    values.forEach(each -> out.printf("%-13s %s%n", name, each));
                });
            }
            return Exit.FINE;
        }
    }

    @Command(
            name = "rm",
            mixinStandardHelpOptions = true,
            description = "Deletes snapshots; running guests go on, and the next start warms again.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Mixin
        private SnapshotKeyOption key;

        @Parameters(arity = "0..1", paramLabel = "ID", description = "One, by the beginning of its id.")
        private Optional<String> id;

        @Option(names = "--unused", description = "Those whose image is gone, or that cannot be read.")
        private boolean unused;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, ImageRejected, Trouble {
            if (id.isPresent() == unused) {
                throw new Trouble(Exit.USAGE, "give an id or --unused", "airlock snapshot list");
            }
            SnapshotDesk desk = key.desk(data.directory());
            try {
                if (id.isPresent()) {
                    desk.remove(find(desk, id.get()).id());
                } else {
                    desk.removeUnused().forEach(spec.commandLine().getOut()::println);
                }
                return Exit.FINE;
            } catch (SnapshotDesk.NoKey e) {
                throw SnapshotKeyOption.missing(e);
            }
        }
    }
}
