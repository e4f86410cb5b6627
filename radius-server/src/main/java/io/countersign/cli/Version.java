package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.ProductVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** {@code countersign version}. */
@Command(name = "version", description = "Tell the version of the program and of its Java.")
final class Version implements Callable<Integer>, IVersionProvider {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Override
    public Integer call() {
        node.out().println(text());
        return ExitCode.DONE;
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    private static String text() {
        return "Countersign " + ProductVersion.text() + " on Java " + Runtime.version();
    }
}
