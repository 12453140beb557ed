package dev.airlock.gateway.shell;

import dev.airlock.gateway.decide.Decided;
import dev.airlock.gateway.http.HttpConfig;
import dev.airlock.gateway.model.Limits;
import dev.airlock.gateway.model.QuotaLimits;
import dev.airlock.gateway.mux.GuardConfig;
import dev.airlock.gateway.mux.MuxConfig;
import dev.airlock.road.config.Settings;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Order;
import java.util.Map;
import java.util.Optional;

/**
 * How a gateway is set up.
 *
 * @param instance the name of this member, the same after a restart and unlike every other live one
 * @param hybrid {@code key.hybrid}: whether its keys are made hybrid, and have to be; by default no
 * @param decidedMax how many intents per partition are remembered for de-duplication, at most
 *     {@value Decided#BYTES_EACH_MAX} bytes each
 * @param limits what a run may have
 * @param mux the listener for frames; empty if there is none
 * @param http the listener for HTTP; empty if there is none
 * @param guard how much may be asked of both
 */
public record GatewayConfig(
        String instance,
        boolean hybrid,
        int decidedMax,
        Limits limits,
        Optional<MuxConfig> mux,
        Optional<HttpConfig> http,
        GuardConfig guard) {
    /** What {@link #decidedMax} is where nobody says it. */
    static final int DECIDED_MAX = 250_000;

    private static final int HOUR = 3_600_000;

    /** Every setting at its default. */
    public static GatewayConfig defaults() {
        return from(Map.of());
    }

    /**
     * The settings in this map, each key without a prefix; what is missing has its default.
     *
     * @throws IllegalArgumentException if a value is out of range or a key unknown, with what would be right
     */
    public static GatewayConfig from(Map<String, String> given) {
        return from(new Settings(given));
    }

    /** The same, of settings that others have read from as well. */
    public static GatewayConfig from(Settings settings) {
        MuxConfig mux = mux(settings);
        boolean enabled = settings.yes("mux.enabled", true);
        var config = new GatewayConfig(
                settings.text("instance", "gateway-0"),
                settings.yes("key.hybrid", false),
                settings.whole("decided_max", DECIDED_MAX, 1, 10_000_000),
                new Limits(
                        settings.millis("timeout_default_millis", 10_000, 1, HOUR),
                        settings.millis("timeout_max_millis", 300_000, 1, HOUR),
                        settings.whole("output_bytes_max", Order.OUTPUT_BYTES_USUAL, 0, 1 << 20),
                        settings.millis("grant_ttl_millis", 300_000, 1_000, HOUR)),
                enabled ? Optional.of(mux) : Optional.empty(),
                http(settings, enabled ? 4431 : 0, mux),
                guard(settings));
        settings.refuseOthers();
        return config;
    }

    /**
     * Why what is remembered of decisions would not fit a third of a heap, when the gateway holds every partition, with what would; empty if it does.
     *
     * @param heapBytes how large the heap may grow
     */
    Optional<String> misfit(long heapBytes) {
        long room = heapBytes / 3 / Topic.SCREENED.partitions();
        if (Decided.bytes(decidedMax) <= room) {
            return Optional.empty();
        }
        // A tenth is kept for refusals.
        long fits = Math.max(1, room / Decided.bytes(1_000) * 1_000);
        return Optional.of("decided_max=" + decidedMax + " may take "
                + mebibytes(Topic.SCREENED.partitions() * Decided.bytes(decidedMax))
                + " MiB, more than a third of the heap of "
                + mebibytes(heapBytes) + " MiB; say decided_max=" + fits
                + ", or give the process a larger heap (-Xmx)");
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    private static GuardConfig guard(Settings settings) {
        int window = settings.whole("quota.window_millis", 10_000, 1, HOUR);
        return new GuardConfig(
                new QuotaLimits(
                        settings.whole("quota.requests", 15, 1, 10_000),
                        window,
                        settings.whole("quota.repetition", 5, 1, 1_000_000),
                        settings.whole("quota.entropy_tenths", 40, 0, 200) / 10.0,
                        settings.whole("quota.strikes", 3, 1, 1_000_000),
                        settings.whole("quota.hold_millis", 120_000, 1, HOUR)),
                QuotaLimits.ofPrincipal(settings.whole("quota.principal_requests", 1_000, 1, 10_000), window),
                settings.whole("quota.holds_max", 10, 0, 1_024),
                settings.whole("pressure.low", 2_000, 1, 1_000_000),
                settings.whole("pressure.high", 5_000, 1, 1_000_000));
    }

    private static MuxConfig mux(Settings settings) {
        String host = settings.text("mux.host", "127.0.0.1");
        return new MuxConfig(
                host,
                settings.whole("mux.port", 4430, 0, 65_535),
                MuxConfig.principal(settings.text("mux.principal", MuxConfig.principalFor(host)), host),
                settings.text("mux.node", "node-0"),
                settings.whole("mux.connections_max", 256, 1, 65_536),
                settings.whole("mux.pipeline_max", 16, 1, 1_024),
                settings.whole("mux.waiting_max", 4_096, 1, 1_000_000),
                settings.millis("mux.idle_millis", 30_000, 10, HOUR),
                settings.millis("mux.frame_millis", 10_000, 10, HOUR),
                settings.millis("mux.answer_millis", 60_000, 10, HOUR));
    }

    /** A port of 0 means none; it is on by default where the MUX is, and what both have in common is the MUX's. */
    private static Optional<HttpConfig> http(Settings settings, int portDefault, MuxConfig shared) {
        String host = settings.text("http.host", "127.0.0.1");
        int port = settings.whole("http.port", portDefault, 0, 65_535);
        String plaintext = settings.text("http.plaintext", "refuse");
        if (!plaintext.equals("allow") && !plaintext.equals("refuse")) {
            throw new IllegalArgumentException("http.plaintext is '" + plaintext + "'; it must be allow or refuse");
        }
        var http = new HttpConfig(
                host,
                port,
                HttpConfig.principal(settings.text("http.principal", HttpConfig.principalFor(host)), host),
                HttpConfig.tls(
                        settings.text("http.tls.cert", ""),
                        settings.text("http.tls.key", ""),
                        settings.text("http.tls.client-ca", ""),
                        plaintext.equals("allow"),
                        host),
                settings.whole("http.connections_max", 256, 1, 65_536),
                settings.millis("http.request_millis", 10_000, 10, HOUR),
                settings.millis("http.idle_millis", 30_000, 10, HOUR),
                shared);
        return port == 0 ? Optional.empty() : Optional.of(http);
    }
}
