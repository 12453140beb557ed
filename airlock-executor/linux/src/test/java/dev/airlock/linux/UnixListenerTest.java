package dev.airlock.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixListenerTest {
    @TempDir
    Path folder;

    @Test
    void a_path_that_is_longer_than_the_kernel_takes_is_listened_at() throws IOException, Errno {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(200)).resolve("e".repeat(200)));
        try (UnixListener listener = UnixListener.at(deep.resolve("s"))) {
            Path near = Files.createSymbolicLink(folder.resolve("n"), deep);
            try (SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                caller.connect(UnixDomainSocketAddress.of(near.resolve("s")));
                caller.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                try (UnixPeer peer = listener.accept()) {
                    assertThat(peer.receive().bytes()).containsExactly(1, 2, 3);
                }
            }
        }
    }

    @Test
    void a_folder_that_is_not_there_and_a_place_that_is_taken_are_told_by_the_kernel() throws IOException, Errno {
        assertThatThrownBy(() -> UnixListener.at(folder.resolve("none/s")))
                .isInstanceOfSatisfying(Errno.class, e -> assertThat(e.name()).isEqualTo("ENOENT"));
        Path taken = Files.createFile(folder.resolve("s"));
        assertThatThrownBy(() -> UnixListener.at(taken))
                .isInstanceOf(Errno.class)
                .hasMessageContaining("errno 98");
    }
}
