package io.countersign.radius.plugins;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Plugins that a test writes as source, compiled and packed as an author would. */
public final class PluginJar {
    private static final String SERVICE = "META-INF/services/io.countersign.mfa.MfaProviderFactory";

    private final Map<String, String> sources = new TreeMap<>();
    private final List<String> factories = new ArrayList<>();
    private String closing = "";
    private String needing = "";

    /** Empty yet. */
    public PluginJar() {}

    /**
     * A factory of this name whose provider is made once a file is there, however often it is interrupted before. While it waits there is a
     * second file, with {@code .wanted} behind its name.
     */
    public PluginJar factoryThatWaitsFor(Path file, String className, String name) {
        return factory(className, name, """
                while (!java.nio.file.Files.exists(java.nio.file.Path.of("FILE"))) {
                    try {
                        java.nio.file.Files.writeString(java.nio.file.Path.of("FILE.wanted"), "");
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                    Thread.interrupted();
                }
                """.replace("FILE", file.toString()));
    }

    /** A factory of this name whose provider approves; {@code create} is what its method of that name does first. */
    public PluginJar factory(String className, String name, String create) {
        factories.add(className);
        return source(
                className, """
                import io.countersign.mfa.*;
                import java.util.*;

                public final class CLASS implements MfaProviderFactory {
                    public String name() { return "NAME"; }

                    /* needing */

                    public MfaProvider create(MfaSettings settings, MfaHost host) {
                        CREATE
                        return new MfaProvider() {
                            public Set<Interaction> interactions() { return Set.of(Interaction.OUT_OF_BAND); }
                            public MfaOutcome begin(MfaRequest request) { return new MfaOutcome.Approved(); }
                            public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
                                return MfaOutcome.Denied.notShown("no");
                            }
                            public void close() { System.setProperty("closed." + name(), "yes"); /* closing */ }
                        };
                    }
                }
                """.replace("CLASS", className).replace("NAME", name).replace("CREATE", create));
    }

    /** What {@code close} does in the end. */
    public PluginJar closing(String code) {
        closing = code;
        return this;
    }

    /** Its factories say that they need settings. */
    PluginJar needingSettings() {
        needing = "public boolean needsSettings() { return true; }";
        return this;
    }

    PluginJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** Compiles and packs into a folder, and answers the jar. */
    public Path into(Path folder) throws IOException {
        Files.createDirectories(folder);
        var classes = Files.createTempDirectory(folder.getParent(), ".classes");
        compile(classes);
        var jar = folder.resolve("plugin.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.list(classes)) {
            for (var file : files.toList()) {
                out.putNextEntry(new JarEntry(file.getFileName().toString()));
                out.write(Files.readAllBytes(file));
            }
            out.putNextEntry(new JarEntry(SERVICE));
            out.write(services());
        }
        return jar;
    }

    /** Compiles into a folder, as if a jar had been unpacked there. */
    void unpackedInto(Path folder) throws IOException {
        compile(folder);
        var services = folder.resolve(SERVICE);
        Files.createDirectories(services.getParent());
        Files.write(services, services());
    }

    private byte[] services() {
        return String.join("\n", factories).getBytes(StandardCharsets.UTF_8);
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var complaints = new StringWriter();
        var units = sources.entrySet().stream()
                .map(source -> new Source(
                        source.getKey(),
                        source.getValue().replace("/* closing */", closing).replace("/* needing */", needing)))
                .toList();
        var options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        if (!compiler.getTask(complaints, null, null, options, null, units).call()) {
            throw new IOException(complaints.toString());
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
