package dev.airlock.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "principal",
        mixinStandardHelpOptions = true,
        description = {
            "Who may sign intents, as what, and with which key. A principal is an identity like jis:acme:crawler of one class; whose intent",
            "is signed with its key is treated as that class and no better. Unsigned intents are external AI's."
        },
        subcommands = {
            PrincipalAddCommand.class,
            PrincipalRotateCommand.class,
            PrincipalRevokeCommand.class,
            PrincipalListCommand.class,
            PrincipalShowCommand.class
        },
        footer = {
            "",
            "  airlock principal add jis:acme:crawler --class external --generate crawler.key --reason 'contract 17'",
            "  airlock run code:execute 'print(1)' --key crawler.key        runs as that principal",
            "  airlock principal rotate jis:acme:crawler --generate new.key --reason 'yearly'",
            "  airlock principal revoke jis:acme:crawler --reason 'the laptop was lost'",
            "",
            "Every word is signed with the operator's key and kept for ever, so that who held a key can always be asked.",
            "A revocation counts from the next decision on, for orders too that wait for their run."
        })
final class PrincipalCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }
}
