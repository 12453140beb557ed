package dev.airlock.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airlock.gateway.Samples;
import dev.airlock.gateway.mux.MuxConfig;
import dev.airlock.gateway.mux.Premises;
import dev.airlock.schemas.model.Entrance;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTlsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final char[] PASSWORD = "a password".toCharArray();

    @TempDir
    static Path directory;

    private static KeyStore server;
    private static KeyStore client;

    private final Vertx vertx = Vertx.vertx();
    private HttpIngress ingress;
    private int port;

    @BeforeAll
    static void make() throws Exception {
        server = keyStore("server");
        client = keyStore("client");
    }

    /** A self-signed certificate by the JDK's own tool, also as PEM. */
    private static KeyStore keyStore(String name) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        assertThat(tool.waitFor())
                .as(Files.readString(directory.resolve(name + ".log")))
                .isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        pem(name + ".cert", "CERTIFICATE", store.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
        return store;
    }

    private static void pem(String file, String label, byte[] der) throws IOException {
        Files.writeString(
                directory.resolve(file),
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }

    private void start(Optional<Path> clientAuthority) {
        var mux = new MuxConfig("127.0.0.1", 0, true, "n", 10, 4, 100, LONG, LONG, LONG);
        var tls =
                new HttpConfig.Tls(directory.resolve("server.cert"), directory.resolve("server.key"), clientAuthority);
        var config = new HttpConfig("127.0.0.1", 0, false, Optional.of(tls), 20, LONG, LONG, mux);
        ingress = new HttpIngress(
                vertx,
                config,
                new ScriptedExchange(),
                Entrance.BUS,
                Samples.RING,
                Samples::stale,
                () -> true,
                Premises.of(1 << 20, LONG));
        port = ingress.listen().await();
    }

    @AfterEach
    void end() {
        ingress.close();
        vertx.close().await();
    }

    private int ask(boolean withCertificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", server.getCertificate("server"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(client, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(withCertificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/v1/health/live"))
                    .timeout(LONG)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void with_a_certificate_it_speaks_tls() throws Exception {
        start(Optional.empty());
        assertThat(ask(false)).isEqualTo(200);
    }

    @Test
    void where_clients_need_certificates_nobody_gets_in_without_one() throws Exception {
        start(Optional.of(directory.resolve("client.cert")));
        assertThat(ask(true)).isEqualTo(200);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ask(false));
    }
}
