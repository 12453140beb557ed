package dev.airlock.microvm.personality;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.GuestMap;
import dev.airlock.microvm.machine.Registers;
import dev.airlock.microvm.machine.VirtualCpu;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * This machine's own processor, made to run a guest call by call with ptrace: where there is no KVM, real programs still
 * meet the personality. It isolates nothing and takes every page for readable, writable and executable.
 */
public final class Stepper implements VirtualCpu, AutoCloseable {
    private static final int VECTOR_BYTES = 4096;
    private static final int CALL = 1;
    private static final int KICK = 3;

    private final Process process;
    private final OutputStream to;
    private final DataInputStream from;
    private final long child;
    private final Registers registers = new Registers(new long[Registers.COUNT]);
    private long fsBase;

    /** @param memory the file that the guest's memory is a shared mapping of */
    Stepper(Path program, Path memory, long bytes) throws IOException {
        process = new ProcessBuilder(
                        program.toString(), memory.toString(), Long.toString(bytes), Long.toString(GuestMap.USER_FLOOR))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        to = process.getOutputStream();
        from = new DataInputStream(process.getInputStream());
        child = longs(1)[0];
    }

    /** Compiles it; nothing where there is no C compiler. */
    public static Optional<Path> compile(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("stepper.c");
        try (InputStream text = Stepper.class.getResourceAsStream("/native/stepper.c")) {
            Files.write(source, text.readAllBytes());
        }
        Path program = folder.resolve("stepper");
        try {
            Process compiler = new ProcessBuilder(
                            "cc", "-O1", "-pie", "-fPIE", "-o", program.toString(), source.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(compiler.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!compiler.waitFor(60, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
                throw new IOException("cc: " + said);
            }
            return Optional.of(program);
        } catch (IOException e) {
            if (Files.exists(Path.of("/usr/bin/cc"))) {
                throw e;
            }
            return Optional.empty();
        }
    }

    void start(long rip, long rsp) {
        registers.set(Registers.RIP, rip);
        registers.set(Registers.RSP, rsp);
    }

    /** Runs until the guest calls, faults or is kicked. */
    Event run() throws IOException {
        ByteBuffer command =
                ByteBuffer.allocate(1 + (Registers.COUNT + 1) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        command.put((byte) 'G');
        for (long value : registers.values()) {
            command.putLong(value);
        }
        command.putLong(fsBase);
        to.write(command.array());
        to.flush();
        long[] words = longs(2 + Registers.COUNT + 1);
        for (int i = 0; i < Registers.COUNT; i++) {
            registers.set(i, words[2 + i]);
        }
        if (words[0] == CALL) {
            return new Event.Call(
                    (int) registers.get(Registers.RAX),
                    registers.get(Registers.RDI),
                    registers.get(Registers.RSI),
                    registers.get(Registers.RDX),
                    registers.get(Registers.R10),
                    registers.get(Registers.R8),
                    registers.get(Registers.R9));
        }
        return words[0] == KICK
                ? new Event.Interrupted()
                : new Event.Fault("signal %d at 0x%x".formatted(words[1], registers.get(Registers.RIP)));
    }

    /** From any thread: the guest leaves its own instructions. */
    void kick() {
        try {
            new ProcessBuilder("kill", "-USR1", Long.toString(child)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long[] longs(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(from.readNBytes(count * Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.capacity() < count * Long.BYTES) {
            throw new IOException("the stepper is gone");
        }
        long[] values = new long[count];
        bytes.asLongBuffer().get(values);
        return values;
    }

    @Override
    public void answer(long result) {
        registers.set(Registers.RAX, result);
    }

    @Override
    public void fsBase(long address) {
        fsBase = address;
    }

    @Override
    public Optional<Registers> registers() {
        return Optional.of(new Registers(registers.values()));
    }

    @Override
    public void registers(Registers next) {
        for (int i = 0; i < Registers.COUNT; i++) {
            registers.set(i, next.get(i));
        }
    }

    @Override
    public byte[] vectors() {
        try {
            to.write('X');
            to.flush();
            return from.readNBytes(VECTOR_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void vectors(byte[] state) throws Errno {
        try {
            to.write('Y');
            to.write(state);
            to.flush();
            int error = (int) longs(1)[0];
            if (error != 0) {
                throw new Errno("PTRACE_SETREGSET", error);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
