package io.countersign.mfa.demophone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaProviderFactory;
import io.countersign.mfa.MfaSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/**
 * Makes the demo phone, where the settings have a block for it and nowhere else: it admits whomever it likes. Its one setting is {@code
 * script}, a file; without it, every prompt asks the person at the terminal.
 */
public final class DemoPhoneFactory implements MfaProviderFactory {
    /** Made by the service loader. */
    public DemoPhoneFactory() {}

    @Override
    public String name() {
        return "demo-phone";
    }

    @Override
    public boolean needsSettings() {
        return true;
    }

    @Override
    public MfaProvider create(MfaSettings settings, MfaHost host) {
        var script = settings.file("script").map(Script::new);
        return new DemoPhone(
                script,
                new Terminal(System.in, new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8)),
                host);
    }
}
