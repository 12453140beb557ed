package dev.airlock.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes layouts as foreign tools do; each part can be spoilt. */
final class Layouts {
    final List<byte[]> blobs = new ArrayList<>();
    final List<Descriptor> layers = new ArrayList<>();
    final List<String> diffIds = new ArrayList<>();
    String name = "foreign:1";
    String command = "/bin/sh";
    String architecture = "amd64";

    Layouts layer(byte[] tar) {
        return layer(tar, tar, Descriptor.LAYER);
    }

    Layouts zipped(byte[] tar) {
        return layer(tar, gzip(tar), Descriptor.LAYER + "+gzip");
    }

    Layouts layer(byte[] tar, byte[] packed, String mediaType) {
        diffIds.add(Digest.of(tar));
        layers.add(blob(mediaType, packed));
        return this;
    }

    Descriptor blob(String mediaType, byte[] content) {
        blobs.add(content);
        return Descriptor.of(mediaType, content);
    }

    Path write(Path directory) {
        ObjectNode config = Json.object().put("architecture", architecture).put("os", "linux");
        config.putObject("config").putArray("Cmd").add(command);
        diffIds.forEach(config.putObject("rootfs").put("type", "layers").putArray("diff_ids")::add);
        ObjectNode manifest = Json.object().put("schemaVersion", 2).put("mediaType", Descriptor.MANIFEST);
        manifest.set("config", blob(Descriptor.CONFIG, Json.write(config)).json());
        layers.forEach(layer -> manifest.withArray("layers").add(layer.json()));
        ObjectNode entry = blob(Descriptor.MANIFEST, Json.write(manifest)).json();
        entry.putObject("annotations").put(LayoutReader.REF_NAME, name);
        ObjectNode index = Json.object().put("schemaVersion", 2);
        index.putArray("manifests").add(entry);
        try {
            Files.createDirectories(directory.resolve("blobs/sha256"));
            Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
            Files.write(directory.resolve("index.json"), Json.write(index));
            for (byte[] blob : blobs) {
                Files.write(LayoutReader.blobPath(directory, Digest.of(blob)), blob);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
