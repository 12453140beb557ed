package dev.airlock.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * QEMU without hardware's help: its TCG emulates AMD's SVM, so that the kernel in it has a real kvm_amd. The machine has no network and no
 * disk. What is measured in it says nothing about speed.
 */
final class Emulator {
    /** The timer's check and the TSC's watchdog take a busy host for broken hardware. */
    private static final String KERNEL_ARGUMENTS =
            "console=ttyS0 quiet panic=-1 mitigations=off tsc=unstable random.trust_cpu=on nokaslr no_timer_check";

    private final Kernel kernel;
    private final Reach reach;
    private final Path folder;

    /** @param folder where the kernel's console goes */
    Emulator(Kernel kernel, Reach reach, Path folder) {
        this.kernel = kernel;
        this.reach = reach;
        this.folder = folder;
    }

    /** Boots the machine and hears its second serial line until it ends. */
    void run(Path initrd, Duration most, Consumer<String> hear)
            throws SelftestFailed, IOException, InterruptedException {
        int code = Command.of(Tool.QEMU.find(), arguments(initrd)).run(folder, most, hear);
        if (code != 0) {
            throw new SelftestFailed(Tool.QEMU.name() + " ended with " + code, "");
        }
    }

    List<String> arguments(Path initrd) {
        List<String> arguments = new ArrayList<>(reach.clock());
        arguments.addAll(List.of(
                "-accel",
                "tcg,thread=single",
                "-cpu",
                "max",
                "-machine",
                "q35",
                "-m",
                Integer.toString(reach.memoryMib()),
                "-smp",
                "1",
                "-nodefaults",
                "-no-reboot",
                "-display",
                "none",
                "-serial",
                "file:" + console(),
                "-serial",
                "stdio",
                "-kernel",
                kernel.image().toString(),
                "-initrd",
                initrd.toString(),
                "-append",
                KERNEL_ARGUMENTS));
        return arguments;
    }

    /** What the kernel and the machine's first program have said. */
    String console() {
        return folder.resolve("console.log").toString();
    }

    /** The end of that, for people. */
    String lastWords() throws IOException {
        List<String> lines = Files.exists(Path.of(console())) ? Files.readAllLines(Path.of(console())) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }
}
