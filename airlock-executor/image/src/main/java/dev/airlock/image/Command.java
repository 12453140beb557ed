package dev.airlock.image;

import java.util.ArrayList;
import java.util.List;

/** Finds the program that an image starts. */
final class Command {
    private static final String PATH = "PATH=";
    /** Where a program is sought when the image does not say. */
    private static final String DEFAULT_PATH = "PATH=/usr/local/bin:/usr/bin:/bin";

    private Command() {}

    /** The image's command with the program's absolute path, which exists in the image and is a file. */
    static List<String> absolute(ImageConfig config, RootFs root, String image) throws ImageRejected {
        if (config.command().isEmpty()) {
            throw new ImageRejected("image " + image, "has no Entrypoint and no Cmd", "set one when the image is made");
        }
        String program = config.command().getFirst();
        List<String> command = new ArrayList<>(config.command());
        for (String candidate : candidates(program, config.environment())) {
            if (root.resolve("/", candidate, true) instanceof Lookup.Found(Node.File _, String _)) {
                command.set(0, candidate);
                return command;
            }
        }
        throw new ImageRejected("image " + image, "has no program " + program, "name one that is in it");
    }

    private static List<String> candidates(String program, List<String> environment) {
        if (program.startsWith("/")) {
            return List.of(program);
        }
        String path = environment.stream()
                .filter(line -> line.startsWith(PATH))
                .findFirst()
                .orElse(DEFAULT_PATH)
                .substring(PATH.length());
        return List.of(path.split(":", -1)).stream()
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> folder + "/" + program)
                .toList();
    }
}
