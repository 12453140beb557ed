package dev.airlock.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What we need of an image's configuration (OCI image-spec 1.1, config.md). */
record ImageConfig(List<String> command, List<String> environment, List<String> diffIds) {
    ImageConfig {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        diffIds = List.copyOf(diffIds);
    }

    static ImageConfig read(byte[] bytes, String thing, String fix) throws ImageRejected {
        JsonNode root = Json.read(bytes, thing, fix);
        String platform =
                root.path("os").asText("") + "/" + root.path("architecture").asText("");
        if (!platform.equals("linux/amd64")) {
            throw new ImageRejected(thing, "is for " + platform, "give an image for linux/amd64");
        }
        JsonNode config = root.path("config");
        List<String> command = new ArrayList<>(Json.strings(config.path("Entrypoint"), thing, fix));
        command.addAll(Json.strings(config.path("Cmd"), thing, fix));
        List<String> diffIds = Json.strings(root.path("rootfs").path("diff_ids"), thing, fix);
        for (String diffId : diffIds) {
            if (!Digest.isDigest(diffId)) {
                throw new ImageRejected(thing, "has the diff_id " + diffId, fix);
            }
        }
        return new ImageConfig(command, Json.strings(config.path("Env"), thing, fix), diffIds);
    }

    byte[] json() {
        ObjectNode root = Json.object().put("architecture", "amd64").put("os", "linux");
        ObjectNode config = root.putObject("config").put("WorkingDir", "/");
        command.forEach(config.putArray("Entrypoint")::add);
        environment.forEach(config.putArray("Env")::add);
        diffIds.forEach(root.putObject("rootfs").put("type", "layers").putArray("diff_ids")::add);
        return Json.write(root);
    }

    /** Layer ChainID of config.md: the digest of the file system that the layers make together. */
    String chainId() {
        String chain = diffIds.getFirst();
        for (String diffId : diffIds.subList(1, diffIds.size())) {
            chain = Digest.of((chain + " " + diffId).getBytes(StandardCharsets.US_ASCII));
        }
        return chain;
    }
}
