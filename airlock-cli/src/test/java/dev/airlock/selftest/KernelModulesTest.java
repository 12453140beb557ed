package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelModulesTest {
    @TempDir
    private Path folder;

    private Path tree;
    private Path into;

    @BeforeEach
    void folders() throws IOException {
        tree = Files.createDirectories(folder.resolve("lib/modules/6.1/kernel"));
        into = Files.createDirectory(folder.resolve("into"));
    }

    private static byte[] module(String needs) {
        return ("\177ELF\0license=GPL\0depends=" + needs + "\0retpoline=Y\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    private void write(String name, String needs) throws IOException {
        Files.write(tree.resolve(name), module(needs));
    }

    @Test
    void modules_come_after_those_that_they_need() throws Exception {
        write("kvm-amd.ko", "kvm,ccp");
        write("kvm.ko", "irqbypass");
        write("ccp.ko", "");
        write("irqbypass.ko", "");
        assertThat(new KernelModules(folder.resolve("lib")).unpack("kvm_amd", into))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("irqbypass.ko", "kvm.ko", "ccp.ko", "kvm-amd.ko");
    }

    @Test
    void a_compressed_module_is_unpacked() throws Exception {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(tree.resolve("kvm-amd.ko.gz")))) {
            out.write(module("kvm"));
        }
        write("kvm.ko", "");
        assertThat(new KernelModules(tree).unpack("kvm_amd", into))
                .last()
                .satisfies(file -> assertThat(Files.readAllBytes(file)).isEqualTo(module("kvm")));
    }

    @Test
    void a_missing_module_is_named_with_the_directory() throws IOException {
        write("kvm-amd.ko", "kvm");
        KernelModules modules = new KernelModules(tree);
        assertThatThrownBy(() -> modules.unpack("kvm_amd", into))
                .isInstanceOf(SelftestFailed.class)
                .hasMessageContaining("no kernel module kvm below " + tree);
    }

    @Test
    void a_file_that_names_nothing_needs_nothing() {
        assertThat(KernelModules.needs(module(""))).isEmpty();
        assertThat(KernelModules.needs(new byte[10])).isEmpty();
        assertThat(KernelModules.needs(module("kvm,irq-bypass"))).containsExactly("kvm", "irq_bypass");
    }
}
