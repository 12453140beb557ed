package dev.airlock.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** Changes a store's index.json, one process and one thread at a time. */
final class StoreIndex {
    /** A file lock belongs to the whole JVM, so its threads need one of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private static final String LAYOUT = "oci-layout";

    /** What is done while nobody else changes the store. */
    interface Change {
        void apply(SortedMap<String, Descriptor> images) throws IOException, ImageRejected;
    }

    private final LayoutReader reader;

    StoreIndex(LayoutReader reader) {
        this.reader = reader;
    }

    void change(Change change) throws IOException, ImageRejected {
        Path directory = reader.directory();
        Staging.openBlobs(directory);
        THREADS.lock();
        try (FileChannel file = FileChannel.open(
                        directory.resolve("index.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock on " + directory + " was lost");
            }
            if (Files.notExists(directory.resolve("index.json"))) {
                replace(LAYOUT, Json.write(Json.object().put("imageLayoutVersion", LayoutReader.VERSION)));
                replace("index.json", json(new TreeMap<>()));
            } else if (Files.exists(directory.resolve(LAYOUT))) {
                Durable.open(directory.resolve(LAYOUT));
            }
            SortedMap<String, Descriptor> images = reader.named();
            change.apply(images);
            replace("index.json", json(images));
        } finally {
            THREADS.unlock();
        }
    }

    private void replace(String name, byte[] content) throws IOException {
        Path target = reader.directory().resolve(name);
        Path fresh = reader.directory().resolve(name + ".new");
        Files.deleteIfExists(fresh);
        Durable.write(fresh, ByteBuffer.wrap(content));
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(reader.directory());
    }

    private static byte[] json(SortedMap<String, Descriptor> images) {
        ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", Descriptor.INDEX);
        ArrayNode manifests = index.putArray("manifests");
        images.forEach((name, manifest) -> {
            ObjectNode entry = manifest.json();
            entry.putObject("annotations").put(LayoutReader.REF_NAME, name);
            entry.putObject("platform").put("architecture", "amd64").put("os", "linux");
            manifests.add(entry);
        });
        return (new String(Json.write(index), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
