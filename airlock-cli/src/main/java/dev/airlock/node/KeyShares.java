package dev.airlock.node;

import dev.airlock.road.keys.KeyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keys for services that share no directory: each gets its own secret keys and everybody's public ones. */
public final class KeyShares {
    private static final Map<String, List<String>> SHARES = new TreeMap<>(Map.of(
            "policy", List.of("policy", "observer"),
            "snaft", List.of("snaft"),
            "gateway", List.of("gateway", "gateway@ingress"),
            "executor", List.of("executor"),
            "ledger", List.of("ledger"),
            "operator", List.of("operator"),
            "local", List.of("local")));

    private KeyShares() {}

    /**
     * Deals the keys out to one directory each below {@code directory}. What is there stays: nothing is made a second time.
     *
     * @param hybrid whether the gateway's and the executor's keys are made hybrid, and have to be
     * @return the directories
     * @throws IOException if a directory or a key in it cannot be trusted, with the fix
     */
    public static List<Path> deal(Path directory, boolean hybrid) throws IOException {
        var random = new SecureRandom();
        List<Path> places = new ArrayList<>();
        Map<KeyFiles, List<String>> shares = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> share : SHARES.entrySet()) {
            Path place = directory.resolve(share.getKey());
            var keys = new KeyFiles(place, random).sealing(hybrid);
            for (String name : share.getValue()) {
                keys.loadOrCreate(name);
            }
            places.add(place);
            shares.put(keys, share.getValue());
        }
        for (Map.Entry<KeyFiles, List<String>> from : shares.entrySet()) {
            for (KeyFiles.PublicKey key : from.getKey().exportPublic()) {
                // A share speaks for its own keys: what else lies in it may be of whoever has taken its service over.
                if (from.getValue().contains(key.name())) {
                    for (KeyFiles to : shares.keySet()) {
                        to.trust(key);
                    }
                }
            }
        }
        return List.copyOf(places);
    }
}
