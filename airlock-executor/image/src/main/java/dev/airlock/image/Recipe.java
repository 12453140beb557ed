package dev.airlock.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The images that can be made here without root, each from what this machine has installed. */
public enum Recipe {
    /** Runs the payload as a Python program. */
    PYTHON("python", PythonImage.NAME, "a Python of this machine") {
        @Override
        public ImageStore.Entry build(ImageStore store, Optional<Path> program, Progress progress)
                throws IOException, ImageRejected {
            return PythonImage.build(store, program, progress);
        }
    },
    /** Runs the payload as a shell program of builtins. */
    SHELL("shell", ShellImage.NAME, "a busybox of this machine") {
        @Override
        public ImageStore.Entry build(ImageStore store, Optional<Path> program, Progress progress)
                throws IOException, ImageRejected {
            return ShellImage.build(store, program, progress);
        }
    },
    /** Calculates the payload, which is one expression. */
    CALCULATOR("calculator", "airlock-compute:latest", "a Python of this machine") {
        @Override
        public ImageStore.Entry build(ImageStore store, Optional<Path> program, Progress progress)
                throws IOException, ImageRejected {
            return PythonImage.build(store, image(), program, PythonRunner.CALCULATOR, progress);
        }
    },
    /** Looks at the payload and the input files, and reports on them. */
    SCANNER("scanner", "airlock-scanner:latest", "a Python of this machine") {
        @Override
        public ImageStore.Entry build(ImageStore store, Optional<Path> program, Progress progress)
                throws IOException, ImageRejected {
            return PythonImage.build(store, image(), program, PythonRunner.SCANNER, progress);
        }
    };

    private final String kind;
    private final String image;
    private final String source;

    Recipe(String kind, String image, String source) {
        this.kind = kind;
        this.image = image;
        this.source = source;
    }

    /** The recipe of that name. */
    public static Optional<Recipe> ofKind(String kind) {
        return Stream.of(values()).filter(recipe -> recipe.kind.equals(kind)).findFirst();
    }

    /** The recipe that makes the image of that name. */
    public static Optional<Recipe> ofImage(String image) {
        return Stream.of(values()).filter(recipe -> recipe.image.equals(image)).findFirst();
    }

    /**
     * Builds the image and puts it into the store, in place of the one before. The same program gives the same digest.
     *
     * @param program which Python or busybox; by default the one that a shell would find
     */
    public abstract ImageStore.Entry build(ImageStore store, Optional<Path> program, Progress progress)
            throws IOException, ImageRejected;

    /**
     * Whether the store has the image in a form that can be run: one that says what kind of program it starts. It is built again
     * otherwise.
     */
    public boolean isIn(ImageStore store) throws IOException, ImageRejected {
        return store.list().stream()
                .anyMatch(entry -> entry.name().equals(image) && entry.runtime().isPresent());
    }

    /** What the command line calls it, and which base set of system calls it runs under: {@code python}. */
    public String kind() {
        return kind;
    }

    /** The image's name, as in the route table. */
    public String image() {
        return image;
    }

    /** What it is made from, for people. */
    public String source() {
        return source;
    }
}
