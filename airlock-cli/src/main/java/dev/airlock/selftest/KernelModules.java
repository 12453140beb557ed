package dev.airlock.selftest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Modules of a kernel with those that they need, decompressed: a bare machine has no modprobe. */
final class KernelModules {
    private static final Pattern FILE = Pattern.compile("(.+)\\.ko(\\.xz|\\.zst|\\.gz)?");

    /** In the section .modinfo, whose entries end with a zero byte. Source: include/linux/module.h, v6.12. */
    private static final Pattern DEPENDS = Pattern.compile("\0depends=([A-Za-z0-9_,-]*)\0");

    private final Map<String, Path> files = new HashMap<>();
    private final Path folder;

    KernelModules(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> found = Files.walk(folder)) {
            found.filter(Files::isRegularFile).forEach(this::add);
        }
    }

    private void add(Path file) {
        Matcher name = FILE.matcher(file.getFileName().toString());
        if (name.matches()) {
            files.put(underscored(name.group(1)), file);
        }
    }

    /** Writes a module and those it needs to {@code into}; gives the files in the order in which they are to be loaded. */
    List<Path> unpack(String name, Path into) throws SelftestFailed, IOException, InterruptedException {
        Map<String, Path> order = new LinkedHashMap<>();
        unpack(underscored(name), into, order);
        return List.copyOf(order.values());
    }

    private void unpack(String name, Path into, Map<String, Path> order)
            throws SelftestFailed, IOException, InterruptedException {
        Path file = files.get(name);
        if (file == null) {
            throw new SelftestFailed("no kernel module " + name + " below " + folder, "give another --modules DIR");
        }
        Path plain = decompressed(file, into);
        for (String needed : needs(Files.readAllBytes(plain))) {
            if (!order.containsKey(needed)) {
                unpack(needed, into, order);
            }
        }
        order.put(name, plain);
    }

    private static Path decompressed(Path file, Path into) throws SelftestFailed, IOException, InterruptedException {
        String name = file.getFileName().toString();
        Path plain = into.resolve(name.substring(0, name.indexOf(".ko") + ".ko".length()));
        Path compressed = into.resolve(name);
        Files.copy(file, compressed);
        if (name.endsWith(".xz")) {
            Tool.XZ.run(into, "-d", compressed.toString());
        } else if (name.endsWith(".zst")) {
            Tool.ZSTD.run(into, "-q", "-d", compressed.toString(), "-o", plain.toString());
        } else if (name.endsWith(".gz")) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
                Files.copy(in, plain);
            }
        }
        return plain;
    }

    /** The modules that a module says it needs. */
    static List<String> needs(byte[] module) {
        Matcher depends = DEPENDS.matcher(new String(module, StandardCharsets.ISO_8859_1));
        List<String> names = new ArrayList<>();
        if (depends.find()) {
            for (String name : depends.group(1).split(",", -1)) {
                if (!name.isEmpty()) {
                    names.add(underscored(name));
                }
            }
        }
        return names;
    }

    /** Files and dependencies disagree about dashes; the kernel knows only the other form. */
    private static String underscored(String name) {
        return name.replace('-', '_');
    }
}
