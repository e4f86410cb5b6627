package io.countersign.cli.entra;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import io.countersign.mfa.MfaSetup.Instructions;
import io.countersign.radius.administration.FactorSetup;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign entra setup}. */
@Command(
        name = "setup",
        description = {
            "Make the certificates with which Countersign logs in to a tenant, and tell what to do there, step by step.",
            "Asks for no administrator's account and changes nothing in the tenant: a PowerShell script that you read and"
                    + " run yourself does that. No file that is there is touched."
        },
        footer = {
            "",
            "Examples:",
            "  countersign entra setup --tenant contoso.onmicrosoft.com",
            "  countersign entra setup --tenant contoso.onmicrosoft.com --renew    # next year"
        })
final class EntraSetup implements Callable<Integer> {
    private static final String FACTOR = "entra";

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = {"-t", "--tenant"},
            required = true,
            paramLabel = "TENANT",
            description = "The tenant's id or one of its domains.")
    private String tenant = "";

    @Option(names = "--cloud", paramLabel = "CLOUD", description = "public, us-government or china. Default: public.")
    private @Nullable String cloud;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "How long the certificates are good for, 1 to 1095. Default: 365.")
    private @Nullable String days;

    @Option(names = "--renew", description = "Make new certificates beside those in use.")
    private boolean renew;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where the files go. Default: the folder of the settings.")
    private @Nullable Path folder;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        var settings = node.settingsFile().toAbsolutePath();
        var target = folder == null
                ? settings.resolveSibling("")
                : node.surroundings().directory().resolve(folder);
        tell(new FactorSetup(settings, node.surroundings().environment()).run(FACTOR, chosen(), target));
        return ExitCode.DONE;
    }

    private Map<String, String> chosen() {
        var chosen = new LinkedHashMap<String, String>();
        chosen.put("tenant", tenant);
        if (cloud != null) {
            chosen.put("cloud", cloud);
        }
        if (days != null) {
            chosen.put("days", days);
        }
        if (renew) {
            chosen.put("renew", "true");
        }
        return chosen;
    }

    private void tell(Instructions instructions) {
        if (output.isJson()) {
            new Table("made", "steps")
                    .row(instructions.made(), instructions.steps())
                    .printSingle(node.out(), output);
            return;
        }
        var out = node.out();
        instructions.made().forEach(file -> out.println("Made " + file));
        int number = 0;
        for (var step : instructions.steps()) {
            number++;
            out.println();
            out.println(number + ". " + step.replace("\n", "\n   ").stripTrailing());
        }
    }
}
