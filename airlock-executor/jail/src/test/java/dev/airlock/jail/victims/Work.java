package dev.airlock.jail.victims;

import dev.airlock.linux.Errno;
import dev.airlock.linux.HostMemory;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.Pagemap;
import dev.airlock.linux.PagemapScan;
import dev.airlock.linux.ThreadKick;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** What has to go on working in the jail. */
enum Work {
    A_HOT_LOOP_IS_COMPILED(Work::hotLoop),
    GARBAGE_IS_COLLECTED(Work::garbage),
    A_CLASS_IS_LOADED(Work::loading),
    A_FILE_OF_THE_DATA_DIRECTORY_IS_READ(() -> Files.readString(Victim.data().resolve("note"))),
    A_FILE_OF_THE_DATA_DIRECTORY_IS_WRITTEN(Work::writing),
    THE_BROKERS_PORT_ANSWERS(Work::talking),
    AN_IOCTL_THROUGH_FFM_ANSWERS(Work::ioctl),
    A_NAME_IS_LOOKED_UP(Work::lookUp),
    THREADS_START_AND_END(Work::threads),
    RANDOM_NUMBERS_COME(() -> List.of(new SecureRandom().nextLong())),
    MEMORY_OF_A_SNAPSHOT_IS_MADE_AND_SEALED(Work::snapshot),
    PAGES_THAT_A_RUN_CHANGED_ARE_FOUND(Work::pages),
    A_THREAD_IS_KICKED(Work::kick),
    KVM_IS_ASKED(Work::kvm),
    SIGNALS_TO_OWN_THREADS_ARRIVE(() -> Calls.call(234, Calls.call(39), Calls.call(186), 0));

    private static final long PAGE = 4096;
    private static final long PAGES = 8;

    private final Callable<Object> action;

    Work(Callable<Object> action) {
        this.action = action;
    }

    String outcome() {
        try {
            return switch (action.call()) {
                case Long result when result < 0 -> "errno " + -result;
                case Object _ -> "DONE";
            };
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static Object hotLoop() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int sum = 0;
        for (int i = 0; i < 60_000; i++) {
            digest.update((byte) i);
            sum = sum * 31 + Integer.numberOfLeadingZeros(i);
        }
        return List.of(sum, digest.digest());
    }

    private static Object garbage() {
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            kept.add(new byte[1 << 16]);
            if (kept.size() > 100) {
                kept.clear();
            }
        }
        System.gc();
        return kept.size();
    }

    private static Object loading() throws Exception {
        URL here = Work.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {here}, null)) {
            Class<?> again = loader.loadClass(Calls.class.getName());
            if (again == Calls.class) {
                throw new AssertionError("not loaded again");
            }
            return again.getName();
        }
    }

    private static Object writing() throws IOException {
        Path note = Victim.data().resolve("note");
        try (FileChannel channel = FileChannel.open(note, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("again".getBytes(StandardCharsets.UTF_8)));
        }
        return note;
    }

    private static Object talking() throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), Victim.allowedPort()))) {
            channel.write(ByteBuffer.wrap("ping".getBytes(StandardCharsets.UTF_8)));
            InputStream in = channel.socket().getInputStream();
            String answer = new String(in.readNBytes(4), StandardCharsets.UTF_8);
            if (!answer.equals("pong")) {
                throw new AssertionError(answer);
            }
            return answer;
        }
    }

    /** There is no such host (RFC 6761), so that the C library reads its settings and asks whatever name server there is. */
    private static Object lookUp() throws UnknownHostException {
        InetAddress known = InetAddress.getByName("localhost");
        try {
            return InetAddress.getAllByName("airlock.invalid");
        } catch (UnknownHostException _) {
            return known;
        }
    }

    /** FIONREAD on a file of its own. */
    private static Object ioctl() {
        long file = Calls.callWithPath(257, 1, Victim.data().resolve("note").toString(), -100);
        try (Arena arena = Arena.ofConfined()) {
            return Calls.call(16, file, 0x541B, arena.allocate(4).address());
        } finally {
            Calls.call(3, file);
        }
    }

    /** As a guest's memory is: an anonymous file, written, sealed, then mapped again and again. */
    private static Object snapshot() throws Errno {
        try (Arena arena = Arena.ofConfined();
                Memfd file = Memfd.create("victim", PAGES * PAGE)) {
            try (Arena writing = Arena.ofConfined()) {
                file.mapShared(writing).set(ValueLayout.JAVA_INT, 0, 42);
            }
            file.seal();
            MemorySegment fork = file.mapPrivate(arena);
            HostMemory.advise(fork, HostMemory.MADV_DONTFORK);
            HostMemory.advise(fork, HostMemory.MADV_DONTDUMP);
            HostMemory.advise(fork, HostMemory.MADV_POPULATE_WRITE);
            HostMemory.protect(fork, HostMemory.PROT_READ);
            HostMemory.protect(fork, HostMemory.PROT_READ | HostMemory.PROT_WRITE);
            HostMemory.lockOnFault(fork);
            HostMemory.advise(file.mapPrivate(arena), HostMemory.MADV_DONTNEED);
            return expected(42, file.mapToRead(arena).get(ValueLayout.JAVA_INT, 0));
        }
    }

    /** PAGEMAP_SCAN, and the page map itself: both open /proc/self/pagemap anew. */
    private static Object pages() throws Errno {
        try (Arena arena = Arena.ofConfined();
                Memfd file = Memfd.create("victim", PAGES * PAGE);
                PagemapScan scan = PagemapScan.open(arena, 4);
                Pagemap pagemap = Pagemap.open()) {
            MemorySegment fork = file.mapPrivate(arena);
            fork.set(ValueLayout.JAVA_INT, 2 * PAGE, 1);
            List<Long> found = new ArrayList<>();
            scan.find(fork, 0, PAGES * PAGE, (from, end) -> found.addAll(List.of(from, end)));
            expected(List.of(2 * PAGE, 3 * PAGE), found);
            return expected(1, pagemap.held(fork).cardinality());
        }
    }

    private static Object kick() throws Errno {
        try (ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            kick.fire();
            kick.take();
            return kick;
        }
    }

    /** Whether the device is there or not: the filter lets the question through, and ENOTTY comes from the file. */
    private static Object kvm() {
        long file = Calls.callWithPath(257, 1, Victim.data().resolve("note").toString(), -100);
        try {
            return expected(-25L, Calls.call(16, file, 0xAE00));
        } finally {
            Calls.call(3, file);
        }
    }

    private static <T> String expected(T wanted, T seen) {
        if (!wanted.equals(seen)) {
            throw new IllegalStateException("wanted " + wanted + ", seen " + seen);
        }
        return "as expected";
    }

    private static Object threads() throws Exception {
        try (var pool = Executors.newFixedThreadPool(8);
                var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            return pool.submit(() -> virtual.submit(() -> 42).get()).get();
        }
    }
}
