package dev.airlock.road.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A broker as one has it in earnest: TLS on every way in, a password (SASL PLAIN) or a certificate (mTLS) for everybody, and Kafka's own
 * authoriser, which allows nothing that nobody allowed. Everybody's password is the name, backwards.
 */
public final class GuardedBroker implements AutoCloseable {
    private static final String STORE_PASSWORD = "changeit";
    private static final String ADMIN = "admin";

    private final KafkaRaftServer server;
    private final Stores stores;
    private final int passwords;
    private final int certificates;

    private GuardedBroker(KafkaRaftServer server, Stores stores, int passwords, int certificates) {
        this.server = server;
        this.stores = stores;
        this.passwords = passwords;
        this.certificates = certificates;
    }

    /** Starts on a directory of its own; {@code names} are let in, and {@code admin}, who may do everything. */
    public static GuardedBroker start(Path directory, String... names) throws Exception {
        Stores stores = Stores.in(Files.createDirectories(directory.resolve("stores")), names);
        int passwords = freePort();
        int certificates = freePort();
        Properties settings = BrokerSettings.of(LogDirectory.in(directory), freePort(), freePort());
        String inside = settings.getProperty("advertised.listeners");
        String outside = "PASSWORDS://127.0.0.1:" + passwords + ",CERTIFICATES://127.0.0.1:" + certificates;
        settings.put("listeners", settings.getProperty("listeners") + "," + outside);
        settings.put("advertised.listeners", inside + "," + outside);
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PASSWORDS:SASL_SSL,CERTIFICATES:SSL");
        // Inside, the broker speaks to itself only; no port of it is told to anybody.
        settings.put("super.users", "User:ANONYMOUS;User:" + ADMIN);
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("allow.everyone.if.no.acl.found", "false");
        settings.put("listener.name.passwords.sasl.enabled.mechanisms", "PLAIN");
        settings.put("listener.name.passwords.plain.sasl.jaas.config", users(names));
        settings.put("ssl.keystore.location", stores.keys("broker").toString());
        settings.put("ssl.keystore.password", STORE_PASSWORD);
        settings.put("ssl.truststore.location", stores.callers().toString());
        settings.put("ssl.truststore.password", STORE_PASSWORD);
        settings.put("listener.name.certificates.ssl.client.auth", "required");
        settings.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/");
        var server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        server.startup();
        return new GuardedBroker(server, stores, passwords, certificates);
    }

    private static String users(String... names) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required "
                + Stream.concat(Stream.of(ADMIN), Stream.of(names))
                        .map(name -> "user_" + name + "=\"" + password(name) + "\"")
                        .collect(Collectors.joining(" "))
                + ";";
    }

    private static String password(String name) {
        return new StringBuilder(name).reverse().toString();
    }

    /** The settings of a client that comes with a name and its password. */
    public Map<String, String> passwordOf(String name) {
        return password(name, password(name));
    }

    /** The same with another password. */
    public Map<String, String> password(String name, String password) {
        Map<String, String> settings = new HashMap<>(trust("127.0.0.1:" + passwords));
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + name + "\" password=\""
                        + password + "\";");
        return settings;
    }

    /** The settings of a client that comes with the certificate of a name. */
    public Map<String, String> certificateOf(String name) {
        Map<String, String> settings = new HashMap<>(noCertificate());
        settings.put("ssl.keystore.location", stores.keys(name).toString());
        settings.put("ssl.keystore.password", STORE_PASSWORD);
        return settings;
    }

    /** The same, without one. */
    public Map<String, String> noCertificate() {
        Map<String, String> settings = new HashMap<>(trust("127.0.0.1:" + certificates));
        settings.put("security.protocol", "SSL");
        return settings;
    }

    /** The way in for passwords, without encryption and without a name. */
    public Map<String, String> plaintext() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + passwords, "security.protocol", "PLAINTEXT");
    }

    private Map<String, String> trust(String servers) {
        return Map.of(
                "bootstrap.servers",
                servers,
                "ssl.truststore.location",
                stores.broker().toString(),
                "ssl.truststore.password",
                STORE_PASSWORD);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Key stores and trust stores of the JDK's {@code keytool}. */
    private record Stores(Path directory) {
        static Stores in(Path directory, String... names) throws IOException, InterruptedException {
            var stores = new Stores(directory);
            stores.make("broker", "localhost", stores.broker());
            for (String name : names) {
                stores.make(name, name, stores.callers());
            }
            return stores;
        }

        Path keys(String name) {
            return directory.resolve(name + ".p12");
        }

        /** Whom clients trust. */
        Path broker() {
            return directory.resolve("trust-broker.p12");
        }

        /** Whom the broker trusts. */
        Path callers() {
            return directory.resolve("trust-callers.p12");
        }

        private void make(String alias, String commonName, Path trust) throws IOException, InterruptedException {
            Path certificate = directory.resolve(alias + ".crt");
            keytool(
                    "-genkeypair",
                    "-alias",
                    alias,
                    "-dname",
                    "CN=" + commonName + ",O=airlock",
                    "-keyalg",
                    "EC",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-keystore",
                    keys(alias).toString());
            keytool(
                    "-exportcert",
                    "-alias",
                    alias,
                    "-file",
                    certificate.toString(),
                    "-keystore",
                    keys(alias).toString());
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    alias,
                    "-file",
                    certificate.toString(),
                    "-keystore",
                    trust.toString());
        }

        private static void keytool(String... arguments) throws IOException, InterruptedException {
            var command = Stream.of(
                            Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString()),
                            Stream.of(arguments),
                            Stream.of("-storepass", STORE_PASSWORD, "-storetype", "PKCS12"))
                    .flatMap(some -> some)
                    .toList();
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        }
    }
}
