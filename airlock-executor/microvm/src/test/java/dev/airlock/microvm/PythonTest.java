package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified CPython in a microVM. */
@Tag("kvm")
class PythonTest {
    private static WarmPython python;

    @BeforeAll
    static void warm(@TempDir Path folder) throws Exception {
        KvmRequired.orSkipLoudly();
        python = WarmPython.boot(folder, 64);
    }

    @AfterAll
    static void close() {
        if (python != null) {
            python.close();
        }
    }

    @Test
    void a_payload_prints() {
        RunTrace trace = python.run("print('hello')");
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        assertThat(WarmPython.out(trace)).isEqualTo("hello\n");
    }
}
