package dev.airlock.executor.shell;

import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.sandbox.KeySeal;
import dev.airlock.executor.sandbox.StoredWarming;
import dev.airlock.executor.sandbox.Warming;
import dev.airlock.image.Image;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.BootFailed;
import dev.airlock.microvm.MicroVms;
import dev.airlock.microvm.SnapshotStore;
import dev.airlock.microvm.store.Host;
import dev.airlock.microvm.store.Manifest;
import dev.airlock.microvm.store.SnapshotRefused;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The stored snapshots of a data directory, for people: nothing here needs a bus, and a running executor is not disturbed. */
public final class SnapshotDesk {
    private static final String ROLE = "executor";

    private final Path keys;
    private final String key;
    private final Path images;
    private final Path snapshots;

    /**
     * A desk that opens nothing yet.
     *
     * @param keys the directory of the keys
     * @param key the name of the executor's key, {@code executor} or {@code executor@anything}; it is made when something is built and
     *     there is none, and at no other time
     * @param images the directory of the images
     * @param snapshots the directory of the snapshots
     * @throws IllegalArgumentException if the name is that of no executor's key
     */
    public SnapshotDesk(Path keys, String key, Path images, Path snapshots) {
        if (!key.equals(ROLE) && !key.startsWith(ROLE + "@")) {
            throw new IllegalArgumentException(
                    "'" + key + "' is no executor's key; those are called executor or executor@NAME");
        }
        this.keys = keys;
        this.key = key;
        this.images = images;
        this.snapshots = snapshots;
    }

    /**
     * One stored snapshot.
     *
     * @param id 64 hex digits
     * @param bytes on disk
     * @param used whether the image that it was made of is still there
     * @param facts what its manifest says; empty if it cannot be read
     * @param refusal why not
     */
    public record Listed(String id, long bytes, boolean used, Optional<Facts> facts, Optional<Refusal> refusal) {}

    /**
     * What a manifest says.
     *
     * @param profile the warm profile, or what else the image says that it holds; may be empty
     * @param isolation as in tokens: {@code kvm_amd/standard}
     * @param cpu the processor's kind, in words
     * @param features of the processor, a line each
     * @param digest as in tokens
     * @param root of the tree over its pages
     * @param pages of 4096 bytes that are not all zeros
     */
    public record Facts(
            int format,
            String image,
            String imageDigest,
            String profile,
            int memoryMib,
            String isolation,
            String cpu,
            List<String> features,
            String digest,
            String root,
            int pages,
            Instant createdAt,
            Duration warmed) {
        public Facts {
            features = List.copyOf(features);
        }

        private static Facts of(Manifest manifest) {
            return new Facts(
                    Manifest.FORMAT,
                    manifest.origin().image(),
                    manifest.origin().imageDigest(),
                    manifest.origin().profile(),
                    manifest.origin().memoryMib(),
                    manifest.host().kvm() + "/" + manifest.host().stub(),
                    manifest.host().cpu().text(),
                    manifest.host().cpu().features(),
                    manifest.content().digest(),
                    manifest.content().root(),
                    manifest.content().pages(),
                    Instant.ofEpochSecond(manifest.createdAt()),
                    Duration.ofMillis(manifest.warmedMillis()));
        }
    }

    /**
     * Why a snapshot is not used.
     *
     * @param reason FILES, MANIFEST, FORMAT, SIGNATURE, IMAGE, STUB, CPU, STATE, PAGES, ROOT or DIGEST
     */
    public record Refusal(String reason, String text) {
        private static Refusal of(SnapshotRefused refused) {
            return new Refusal(refused.reason().name(), refused.getMessage());
        }
    }

    /**
     * What became of a question for a snapshot.
     *
     * @param digest the snapshot's
     * @param loaded whether it was there already; else it was built
     * @param kept whether it is stored now
     * @param remarks what was refused, and why it is not stored if it is not
     */
    public record Prepared(String digest, boolean loaded, boolean kept, Duration took, List<String> remarks) {
        public Prepared {
            remarks = List.copyOf(remarks);
        }
    }

    /** No guest can run on this machine, with the fix. */
    public static final class NoMachine extends Exception {
        private static final long serialVersionUID = 1L;

        NoMachine(Errno cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** There are snapshots and no key to read them with. */
    public static final class NoKey extends Exception {
        private static final long serialVersionUID = 1L;

        NoKey(String name) {
            super("there is no key " + name, null, false, false);
        }
    }

    /** The image's program does not come to its payload. */
    public static final class NotWarmed extends Exception {
        private static final long serialVersionUID = 1L;

        NotWarmed(BootFailed cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** All of them, the newest first; a snapshot that cannot be read is there with the reason. */
    public List<Listed> list() throws IOException, ImageRejected, NoKey {
        if (!Files.isDirectory(snapshots)) {
            return List.of();
        }
        Set<String> digests = new ImageStore(images)
                .list().stream().map(ImageStore.Entry::digest).collect(Collectors.toSet());
        return existing().list().stream().map(kept -> listed(kept, digests)).toList();
    }

    private static Listed listed(SnapshotStore.Kept kept, Set<String> images) {
        return switch (kept) {
            case SnapshotStore.Kept.Signed(Manifest manifest, long bytes) ->
                new Listed(
                        manifest.id(),
                        bytes,
                        images.contains(manifest.origin().imageDigest()),
                        Optional.of(Facts.of(manifest)),
                        Optional.empty());
            case SnapshotStore.Kept.Unreadable(String id, SnapshotRefused refusal) ->
                new Listed(id, 0, false, Optional.empty(), Optional.of(Refusal.of(refusal)));
        };
    }

    /**
     * Reads all of one and verifies signature, state and pages, and whether it fits this machine if guests can run on it.
     *
     * @param id 64 hex digits
     * @return why it would not be used; empty if it would
     * @throws NoMachine if this host has no memory for it
     * @throws NoKey if there is none
     */
    public Optional<Refusal> verify(String id) throws IOException, NoMachine, NoKey {
        try {
            existing().verify(id, host());
            return Optional.empty();
        } catch (SnapshotRefused e) {
            return Optional.of(Refusal.of(e));
        } catch (Errno e) {
            throw new NoMachine(e);
        }
    }

    /** Whether {@link #verify} can tell if a snapshot fits: guests can run here. */
    public boolean comparesMachines() {
        return host().isPresent();
    }

    private static Optional<Host> host() {
        try (MicroVms machines = MicroVms.open()) {
            return Optional.of(machines.host());
        } catch (Errno e) {
            return Optional.empty();
        }
    }

    /** Deletes one; false when there was none. */
    public boolean remove(String id) throws IOException, NoKey {
        return Files.isDirectory(snapshots) && existing().remove(id);
    }

    /** Deletes those whose image is gone or that cannot be read, and says which those were. */
    public List<String> removeUnused() throws IOException, ImageRejected, NoKey {
        List<String> removed = new ArrayList<>();
        for (Listed one : list()) {
            if (!one.used() && remove(one.id())) {
                removed.add(one.id());
            }
        }
        return removed;
    }

    /**
     * Makes sure that a snapshot of an image is there. On the calling thread, which must be a platform thread; takes as long as the image's
     * program takes to warm up.
     *
     * @param image its name
     * @param anew build one also when there is one that fits, which it replaces
     * @param progress hears what is being done
     */
    public Prepared prepare(String image, SizeClass memory, boolean anew, Consumer<String> progress)
            throws IOException, ImageRejected, NoMachine, NotWarmed {
        try (MicroVms machines = MicroVms.open()) {
            progress.accept("reading the image " + image);
            Image loaded = new ImageStore(images).load(image);
            progress.accept("warming it in %d MiB on %s, unless a snapshot fits"
                    .formatted(memory.mib(), machines.flavour().text()));
            SnapshotStore store = store(new KeyFiles(keys, new SecureRandom()).loadOrCreate(key));
            var origin = StoredWarming.origin(loaded, memory);
            var program = Warming.program(loaded);
            SnapshotStore.Ready ready =
                    anew ? store.build(machines, origin, program) : store.prepare(machines, origin, program);
            try (var snapshot = ready.snapshot()) {
                String digest = snapshot.digest();
                boolean kept = store.list().stream().anyMatch(one -> digest.endsWith(one.id()));
                return new Prepared(digest, ready.loaded(), kept, ready.took(), ready.remarks());
            }
        } catch (Errno e) {
            throw new NoMachine(e);
        } catch (BootFailed e) {
            throw new NotWarmed(e);
        }
    }

    private SnapshotStore existing() throws IOException, NoKey {
        return store(new KeyFiles(keys, new SecureRandom()).load(key).orElseThrow(() -> new NoKey(key)));
    }

    private SnapshotStore store(SigningKey signing) {
        return new SnapshotStore(snapshots, new KeySeal(signing));
    }
}
