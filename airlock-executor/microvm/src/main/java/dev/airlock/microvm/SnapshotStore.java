package dev.airlock.microvm;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.store.Content;
import dev.airlock.microvm.store.Digests;
import dev.airlock.microvm.store.Host;
import dev.airlock.microvm.store.Manifest;
import dev.airlock.microvm.store.Origin;
import dev.airlock.microvm.store.Seal;
import dev.airlock.microvm.store.SnapshotFolder;
import dev.airlock.microvm.store.SnapshotRefused;
import dev.airlock.microvm.store.SnapshotRefused.Reason;
import dev.airlock.microvm.store.Unstorable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots that outlive a process. What is there and fits is used; what does not is refused with its reason and built anew. A
 * new one replaces those of its guest that our key has signed for this host; all others stay. Any number of threads and processes may
 * use one directory.
 */
public final class SnapshotStore {
    private final SnapshotFolder folder;
    private final boolean keeps;

    /**
     * @param directory made when the first snapshot comes in
     * @param seal signs what is built, and is what is loaded signed with
     */
    public SnapshotStore(Path directory, Seal seal) {
        this(directory, seal, true);
    }

    /** @param keeps whether what is built is kept; else the directory is only read, by {@link #prepare} and {@link #build} */
    public SnapshotStore(Path directory, Seal seal, boolean keeps) {
        this.folder = new SnapshotFolder(directory, seal);
        this.keeps = keeps;
    }

    /**
     * A snapshot that is ready, and how it came to be.
     *
     * @param snapshot to be closed by the caller
     * @param loaded whether it was kept; else it was warmed now
     * @param took from the question to the answer
     * @param remarks what was refused and why, and why it is not kept, if it is not
     */
    public record Ready(Snapshot snapshot, boolean loaded, Duration took, List<String> remarks) {
        public Ready {
            remarks = List.copyOf(remarks);
        }
    }

    /** One that is kept, or of which there is at least a directory. */
    public sealed interface Kept {
        /** 64 hex digits. */
        String id();

        /**
         * Signed by our key.
         *
         * @param bytes on disk
         */
        record Signed(Manifest manifest, long bytes) implements Kept {
            @Override
            public String id() {
                return manifest.id();
            }
        }

        /** Of no use to us; it may be another executor's. */
        record Unreadable(String id, SnapshotRefused refusal) implements Kept {}
    }

    /** Everything that is kept, the newest first and what cannot be read last. */
    public List<Kept> list() throws IOException {
        List<Kept> all = new ArrayList<>();
        for (String id : folder.ids()) {
            try {
                Manifest manifest = folder.manifest(id);
                all.add(new Kept.Signed(manifest, folder.bytes(manifest)));
            } catch (SnapshotRefused e) {
                all.add(new Kept.Unreadable(id, e));
            } catch (IOException e) {
                all.add(new Kept.Unreadable(
                        id,
                        new SnapshotRefused(
                                Reason.FILES,
                                "it cannot be read: " + e.getClass().getSimpleName())));
            }
        }
        all.sort(Comparator.comparingLong(SnapshotStore::age));
        return List.copyOf(all);
    }

    private static long age(Kept kept) {
        return kept instanceof Kept.Signed(Manifest manifest, long _) ? -manifest.createdAt() : 1;
    }

    /** Deletes one; guests that were made of it go on. False when there was none of that name. */
    public boolean remove(String id) throws IOException {
        return folder.remove(id);
    }

    /**
     * What the folder keeps of this guest, or one that is warmed now and kept. On the calling thread, which must be a platform thread.
     *
     * @param wanted what the program is made of; its memory is one of {@link MicroVms#MEMORY_CLASSES}
     * @throws BootFailed if none fits and the program does not come to its payload
     */
    public Ready prepare(MicroVms machines, Origin wanted, GuestProgram program) throws BootFailed {
        long start = System.nanoTime();
        List<String> remarks = new ArrayList<>();
        try {
            for (Kept kept : list()) {
                switch (kept) {
                    case Kept.Unreadable(String id, SnapshotRefused refusal) -> remarks.add(remark(id, refusal));
                    case Kept.Signed(Manifest manifest, long _)
                    when !manifest.origin().isSameGuest(wanted) -> {
                        // Another guest's.
                    }
                    case Kept.Signed(Manifest manifest, long _) -> {
                        Optional<Snapshot> snapshot = load(machines, manifest, wanted, program, remarks);
                        if (snapshot.isPresent()) {
                            return new Ready(snapshot.get(), true, since(start), remarks);
                        }
                    }
                }
            }
        } catch (IOException e) {
            remarks.add("the directory cannot be read: " + e);
        }
        return build(machines, wanted, program, start, remarks);
    }

    private Optional<Snapshot> load(
            MicroVms machines, Manifest manifest, Origin wanted, GuestProgram program, List<String> remarks) {
        try {
            return Optional.of(machines.load(folder, manifest, wanted, program));
        } catch (SnapshotRefused e) {
            remarks.add(remark(manifest.id(), e));
        } catch (IOException | Errno e) {
            remarks.add(manifest.id() + " cannot be read: " + e);
        }
        return Optional.empty();
    }

    private static String remark(String id, SnapshotRefused refusal) {
        return "%s refused, %s: %s".formatted(id, refusal.reason(), refusal.getMessage());
    }

    /**
     * Warms the guest in any case, and keeps it in the place of what our key has signed of it for this host. On the calling thread,
     * which must be a platform thread.
     *
     * @throws BootFailed if the program does not come to its payload
     */
    public Ready build(MicroVms machines, Origin wanted, GuestProgram program) throws BootFailed {
        return build(machines, wanted, program, System.nanoTime(), new ArrayList<>());
    }

    private Ready build(MicroVms machines, Origin wanted, GuestProgram program, long start, List<String> remarks)
            throws BootFailed {
        long bootStart = System.nanoTime();
        Snapshot snapshot = machines.boot(program, wanted.memoryMib());
        try {
            Optional<String> fault = snapshot.fault();
            if (fault.isPresent()) {
                remarks.add("not kept, without a payload it ends in a fault: " + fault.get());
            } else if (keeps) {
                keep(snapshot, wanted, machines.host(), since(bootStart));
            } else {
                remarks.add("not kept, the directory is only read");
            }
        } catch (Unstorable e) {
            remarks.add("not kept, its guest has " + e.getMessage());
        } catch (IOException e) {
            remarks.add("not kept: " + e);
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
        return new Ready(snapshot, false, since(start), remarks);
    }

    private void keep(Snapshot snapshot, Origin origin, Host host, Duration warmed) throws IOException, Unstorable {
        byte[] state = snapshot.frozen().stored();
        var pages = snapshot.tree().pages();
        Content content = new Content(
                snapshot.digest(),
                pages.cardinality(),
                Digests.text(snapshot.tree().root()),
                state.length,
                Digests.of(state));
        Manifest manifest = new Manifest(origin, host, content, Instant.now().getEpochSecond(), warmed.toMillis());
        folder.add(manifest, state, snapshot.pristine(), pages);
        for (String useless : replaced(origin, host)) {
            if (!useless.equals(manifest.id())) {
                folder.remove(useless);
            }
        }
    }

    /**
     * Those of a guest that a new one takes the place of: signed by our key, so that they were written whole, and for this host. What
     * cannot be read may be another executor's, of a newer format, or half copied; that stays until somebody asks for its removal.
     */
    List<String> replaced(Origin origin, Host host) throws IOException {
        return list().stream()
                .filter(kept -> kept instanceof Kept.Signed(Manifest other, long _)
                        && other.origin().isSameGuest(origin)
                        && fits(other.host(), host))
                .map(Kept::id)
                .toList();
    }

    private static boolean fits(Host there, Host here) {
        try {
            there.require(here);
            return true;
        } catch (SnapshotRefused e) {
            return false;
        }
    }

    /**
     * Reads all of a snapshot and verifies signature, state and pages. Whether it fits this host's processor is told by {@link #prepare},
     * or here if there is a host to compare with.
     *
     * @throws SnapshotRefused with the reason
     * @throws Errno if this host gives no memory
     */
    public Manifest verify(String id, Optional<Host> here) throws IOException, SnapshotRefused, Errno {
        Manifest manifest = folder.manifest(id);
        if (here.isPresent()) {
            manifest.host().require(here.get());
        }
        folder.state(manifest);
        SealedPages.of(folder, manifest).close();
        return manifest;
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
