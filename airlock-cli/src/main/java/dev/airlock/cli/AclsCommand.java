package dev.airlock.cli;

import dev.airlock.road.Bus;
import dev.airlock.road.acl.Permit;
import dev.airlock.road.acl.Permits;
import dev.airlock.road.acl.Thing;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "acls",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what each service, caller, operator and auditor may do at a Kafka of one's own: as much as the flow of the road",
            "needs, and nothing else. Asks no broker and changes none."
        },
        footer = {
            "",
            "  airlock acls > acls.sh && BOOTSTRAP=kafka:9093 ADMIN=admin.properties sh acls.sh",
            "",
            "They forbid only where the broker's authoriser allows nothing by itself: authorizer.class.name is",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer, and allow.everyone.if.no.acl.found is false."
        })
final class AclsCommand implements Callable<Integer> {
    @Option(
            names = "--principal-prefix",
            paramLabel = "PREFIX",
            defaultValue = "User:airlock-",
            description =
                    "What stands before policy, snaft, gateway, executor, ledger, caller, operator, console and topics"
                            + " in their principals; by default ${DEFAULT-VALUE}.")
    private String prefix;

    @Option(
            names = "--namespace",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "As in the services' settings.")
    private String namespace;

    @Option(
            names = "--format",
            paramLabel = "kafka-acls|json",
            defaultValue = "kafka-acls",
            description = "Commands for Kafka's kafka-acls.sh, the default, or a line of JSON for each ACL.")
    private String format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!prefix.matches("[A-Za-z]{1,32}:[\\p{Alnum}._=@/, +-]{0,200}")) {
            throw new IllegalArgumentException(
                    "--principal-prefix is a type and how names begin, such as User:airlock- or User:CN=airlock-; not "
                            + prefix);
        }
        List<Permit> permits = Permits.of(Bus.at("127.0.0.1:9092").within(namespace));
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case "kafka-acls" -> commands(permits, out);
            case "json" -> permits.forEach(permit -> out.println(json(permit)));
            default -> throw new IllegalArgumentException("--format is kafka-acls or json, not " + format);
        }
        return Exit.FINE;
    }

    private String principal(Permit permit) {
        return prefix + permit.party().label();
    }

    private String json(Permit permit) {
        Map<String, String> acl = new LinkedHashMap<>();
        acl.put("principal", principal(permit));
        acl.put("host", "*");
        acl.put("permission", "ALLOW");
        acl.put("operation", permit.right().name());
        acl.put("resource_type", permit.thing().kind().name());
        acl.put("resource_name", permit.thing().name());
        acl.put("pattern_type", permit.thing().prefix() ? "PREFIXED" : "LITERAL");
        return JsonOption.line(acl);
    }

    /** One command for what a principal may do with things of one kind. */
    private void commands(List<Permit> permits, PrintWriter out) {
        out.println("#!/bin/sh");
        out.println(
                "# Made by `airlock acls`. BOOTSTRAP is the broker's address, ADMIN a client's settings of one who may alter ACLs.");
        out.println("set -eu");
        Map<String, List<String>> grouped = new LinkedHashMap<>();
        for (Permit permit : permits) {
            grouped.computeIfAbsent(beginning(permit), _ -> new ArrayList<>())
                    .add(permit.thing().name());
        }
        grouped.forEach((beginning, names) -> out.println("kafka-acls.sh --bootstrap-server \"$BOOTSTRAP\""
                + " --command-config \"$ADMIN\" --add " + beginning
                + names.stream().map(name -> " '" + name + "'").collect(Collectors.joining(flag(beginning)))));
    }

    private String beginning(Permit permit) {
        Thing thing = permit.thing();
        String pattern = thing.prefix() ? "--resource-pattern-type prefixed " : "";
        return "--allow-principal '" + principal(permit) + "' --operation " + operation(permit) + " " + pattern
                + flag(thing);
    }

    /** As kafka-acls.sh names it: {@code DescribeConfigs}. */
    private static String operation(Permit permit) {
        return List.of(permit.right().name().split("_", -1)).stream()
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static String flag(Thing thing) {
        return switch (thing.kind()) {
            case TOPIC -> "--topic";
            case GROUP -> "--group";
            case TRANSACTIONAL_ID -> "--transactional-id";
        };
    }

    private static String flag(String beginning) {
        return " " + beginning.substring(beginning.lastIndexOf(' ') + 1);
    }
}
