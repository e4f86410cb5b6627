package io.countersign.cli.policy;

import io.countersign.cli.terminal.NodeOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign policy enable} and {@code countersign policy disable}. */
abstract sealed class PolicySwitch implements Callable<Integer> permits PolicyEnable, PolicyDisable {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Mixin
    private final KindOption kind = new KindOption();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The policies' names.")
    private final List<String> names = new ArrayList<>();

    private final boolean enabled;

    PolicySwitch(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public Integer call() {
        var change = Edits.assignments(List.of("enabled=" + enabled));
        return edits.make(node, document -> names.forEach(name -> document.set(kind.of(document, name), name, change)));
    }
}
