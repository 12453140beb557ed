package dev.airlock.setup.shell;

import java.util.List;

/** What runs as a service of its own, each as a user of its own. */
final class Services {
    /** By the names of their units and users, behind the prefix. */
    static final List<String> ALL = List.of("broker", "executor", "gateway", "ledger", "policy", "snaft", "witness");

    static final String TARGET = "airlock.target";

    private Services() {}

    static List<String> units() {
        return ALL.stream().map(Services::unit).toList();
    }

    static String unit(String service) {
        return "airlock-" + service + ".service";
    }
}
