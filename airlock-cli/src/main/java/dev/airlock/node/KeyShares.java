package dev.airlock.node;

import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.Succession;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
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
     * Deals the keys out to one directory each below {@code directory}. What is there stays: nothing is made a second time. A key that was rotated in its
     * share takes the place of the old one in all others, which keep that for what it sealed; what a share says against its own keys reaches all, and
     * what another says against them stays there. A deal that was broken off is brought to its end by the next. Not for two processes at once.
     *
     * @param hybrid whether the gateway's and the executor's keys are made hybrid, and have to be
     * @return the directories
     * @throws IOException if a directory or a key in it cannot be trusted, with the fix; then nothing was dealt
     */
    public static List<Path> deal(Path directory, boolean hybrid) throws IOException {
        var random = new SecureRandom();
        List<Path> places = new ArrayList<>();
        List<KeyFiles> shares = new ArrayList<>();
        // A share speaks for its own keys: what else lies in it may be of whoever has taken its service over.
        List<Succession> own = new ArrayList<>();
        for (Map.Entry<String, List<String>> share : SHARES.entrySet()) {
            Path place = directory.resolve(share.getKey());
            var keys = new KeyFiles(place, random).sealing(hybrid);
            for (String name : share.getValue()) {
                own.add(keys.succession(name));
            }
            places.add(place);
            shares.add(keys);
        }
        for (KeyFiles to : shares) {
            to.requireFits(own);
        }
        for (Succession succession : own) {
            for (KeyFiles to : shares) {
                to.follow(succession);
            }
        }
        return List.copyOf(places);
    }
}
