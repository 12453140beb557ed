package dev.airlock.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The images of this machine: one OCI image layout in a directory, so that any OCI tool can read it. Any number of threads and
 * processes may use one directory; a change is visible whole or not at all, and survives a crash once its method returned.
 */
public final class ImageStore {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,127}");
    private final Path directory;

    /** @param directory made when the first image comes in */
    public ImageStore(Path directory) {
        this.directory = directory;
    }

    /**
     * One line of the list.
     *
     * @param digest {@code sha256:} and 64 hex digits of the manifest
     * @param bytes of manifest, config and layers on disk
     * @param runtime what kind of program it starts; empty if the manifest does not say
     */
    public record Entry(String name, String digest, long bytes, Optional<String> runtime) {}

    /** The images, by name; none when there is no store yet. Reads manifests, not layers. */
    public List<Entry> list() throws IOException, ImageRejected {
        List<Entry> entries = new ArrayList<>();
        if (Files.exists(directory.resolve("index.json"))) {
            for (Map.Entry<String, Descriptor> image : reader("").named().entrySet()) {
                entries.add(entry(image.getKey(), image.getValue()));
            }
        }
        return List.copyOf(entries);
    }

    /** Reads and checks all of an image; it does not depend on the files afterwards. */
    public Image load(String name) throws IOException, ImageRejected {
        LayoutReader reader = reader(name);
        Descriptor manifest =
                Files.exists(directory.resolve("index.json")) ? reader.named().get(name) : null;
        if (manifest == null) {
            throw new ImageRejected("image " + name, "is not in " + directory, fix(name));
        }
        return image(name, reader.contents(manifest));
    }

    /** Forgets an image and deletes the blobs that no other image uses. False when there was none of that name. */
    public boolean remove(String name) throws IOException, ImageRejected {
        if (Files.notExists(directory.resolve("index.json"))) {
            return false;
        }
        boolean[] removed = new boolean[1];
        new StoreIndex(reader(name)).change(images -> {
            removed[0] = images.remove(name) != null;
        });
        if (removed[0]) {
            new StoreIndex(reader(name)).change(this::sweep);
        }
        return removed[0];
    }

    /**
     * Gives an image another name as well; the contents are shared.
     *
     * @param existing the image, which must be here
     * @param name its other name; an image that had it before loses it
     */
    public Entry tag(String existing, String name) throws IOException, ImageRejected {
        requireName(name);
        Descriptor[] manifest = new Descriptor[1];
        new StoreIndex(reader(existing)).change(images -> {
            manifest[0] = images.get(existing);
            if (manifest[0] != null) {
                images.put(name, manifest[0]);
            }
        });
        if (manifest[0] == null) {
            throw new ImageRejected("image " + existing, "is not in " + directory, fix(existing));
        }
        return entry(name, manifest[0]);
    }

    /**
     * Copies an image out of another layout: the one of that name, or the only one there is. All of it is checked first.
     *
     * @param name what it is called here
     */
    public Entry importLayout(Path layout, String name) throws IOException, ImageRejected {
        return importLayout(layout, name, Optional.empty());
    }

    /**
     * The same, and says what kind of program it starts, which gives the image a manifest of its own.
     *
     * @param runtime which reviewed base set of system calls it runs under; empty to leave the manifest as it is
     */
    public Entry importLayout(Path layout, String name, Optional<String> runtime) throws IOException, ImageRejected {
        LayoutReader reader = new LayoutReader(layout, "give a whole layout (skopeo copy ... oci:DIRECTORY:NAME)");
        List<LayoutReader.Named> images = reader.index();
        LayoutReader.Named chosen = images.stream()
                .filter(image -> images.size() == 1 || image.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ImageRejected(
                        "layout " + layout, "has " + images.size() + " images, none is " + name, "name one of them"));
        LayoutReader.Contents contents = reader.contents(chosen.manifest());
        Image image = image(name, contents);
        try (Staging staging = Staging.in(directory)) {
            Descriptor manifest = manifest(contents, runtime, staging);
            staging.add(contents.config());
            for (LayoutReader.Blob layer : contents.layers()) {
                staging.add(layer);
            }
            return publish(image.name(), manifest, staging);
        }
    }

    private static Descriptor manifest(LayoutReader.Contents contents, Optional<String> runtime, Staging staging)
            throws IOException, ImageRejected {
        if (runtime.isEmpty()) {
            staging.add(contents.manifest());
            return contents.manifest().descriptor();
        }
        Annotations annotations = contents.annotations().withRuntime(runtime.get());
        return staging.add(
                Descriptor.MANIFEST,
                manifest(
                        contents.config().descriptor(),
                        contents.layers().stream()
                                .map(LayoutReader.Blob::descriptor)
                                .toList(),
                        annotations));
    }

    /** Makes an image of new layers, the lowest first. It is read back and checked before it gets its name. */
    Entry add(
            String name, List<LayerPlan> plans, List<String> command, List<String> environment, Annotations annotations)
            throws IOException, ImageRejected {
        try (Staging staging = Staging.in(directory)) {
            List<Descriptor> layers = new ArrayList<>();
            for (LayerPlan plan : plans) {
                layers.add(staging.add(plan));
            }
            List<String> diffIds = layers.stream().map(Descriptor::digest).toList();
            Descriptor config = staging.add(Descriptor.CONFIG, new ImageConfig(command, environment, diffIds).json());
            Descriptor written = staging.add(Descriptor.MANIFEST, manifest(config, layers, annotations));
            image(name, new LayoutReader(staging.directory(), fix(name)).contents(written));
            return publish(name, written, staging);
        }
    }

    private static byte[] manifest(Descriptor config, List<Descriptor> layers, Annotations annotations) {
        ObjectNode manifest = Json.object().put("schemaVersion", 2).put("mediaType", Descriptor.MANIFEST);
        manifest.set("config", config.json());
        layers.forEach(layer -> manifest.withArray("layers").add(layer.json()));
        manifest.set("annotations", annotations.json());
        return Json.write(manifest);
    }

    private Entry publish(String name, Descriptor manifest, Staging staging) throws IOException, ImageRejected {
        requireName(name);
        new StoreIndex(reader(name)).change(images -> {
            staging.moveTo(directory);
            images.put(name, manifest);
        });
        return entry(name, manifest);
    }

    private static void requireName(String name) throws ImageRejected {
        if (!NAME.matcher(name).matches()) {
            throw new ImageRejected("image name", name, "use letters, digits and . _ : @ / + - (at most 128)");
        }
    }

    private Image image(String name, LayoutReader.Contents contents) throws ImageRejected {
        TreeDraft tree = new TreeDraft();
        long bytes = Limits.IMAGE_BYTES;
        int entries = Limits.ENTRIES;
        for (int i = 0; i < contents.layers().size(); i++) {
            LayoutReader.Blob blob = contents.layers().get(i);
            MemorySegment tar = Layer.tar(blob, contents.parsed().diffIds().get(i), bytes);
            String layer = "layer " + blob.descriptor().digest();
            List<LayerEntry> read = new LayerReader(tar, layer).entries(entries);
            tree.lay(read, layer);
            bytes -= tar.byteSize();
            entries -= read.size();
        }
        ImageConfig config = contents.parsed();
        RootFs root = new RootFs(tree.finish(), config.chainId());
        List<String> command = Command.absolute(config, root, name);
        return new Image(
                name,
                contents.manifest().descriptor().digest(),
                root,
                command,
                config.environment(),
                contents.annotations().runtime(),
                contents.annotations().warm());
    }

    private Entry entry(String name, Descriptor manifest) throws IOException, ImageRejected {
        long bytes = 0;
        LayoutReader.Outline outline = reader(name).outline(manifest);
        for (Descriptor blob : outline.blobs()) {
            bytes += blob.size();
        }
        return new Entry(name, manifest.digest(), bytes, outline.annotations().runtime());
    }

    /** Deletes what no image uses; nothing at all while one of them is damaged and does not say what it uses. */
    private void sweep(SortedMap<String, Descriptor> images) throws IOException {
        Set<String> used = new HashSet<>();
        try {
            for (Descriptor manifest : images.values()) {
                reader("").outline(manifest).blobs().forEach(blob -> used.add(blob.digest()));
            }
        } catch (ImageRejected damaged) {
            return;
        }
        try (Stream<Path> blobs = Files.list(directory.resolve("blobs", "sha256"))) {
            for (Path blob : blobs.toList()) {
                if (!used.contains(Digest.PREFIX + blob.getFileName())) {
                    Files.delete(blob);
                }
            }
        }
    }

    private LayoutReader reader(String name) {
        return new LayoutReader(directory, fix(name));
    }

    private static String fix(String name) {
        return Recipe.ofImage(name.isEmpty() ? PythonImage.NAME : name)
                .map(recipe -> "build it again: airlock image build " + recipe.kind() + " --force")
                .orElse("import it again: airlock image import LAYOUT " + name);
    }
}
