import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/*
 * Prints what wixl makes a package from: countersign.wxs with each file of a folder as a component of its own. Each component has the same
 * GUID in each version, which is derived from its name, as Windows Installer wants it.
 *
 * Arguments: countersign.wxs, the folder, Maven's version, the options of the JVM.
 */
private static final UUID NAMES = UUID.fromString("1c1b1e64-39a5-4a0e-9a5e-3c6d0a7d5b10");
private static final String OF_JAVA = "    <!-- The version of jvm.dll is looked at: after-wixl -->\n    <Condition Message=\"%s\">JVM OR Installed</Condition>";
private static final String NEEDS_JAVA = "Countersign needs Java 25 or newer for 64 bits. Install one, such as from https://adoptium.net, let"
        + " it set JAVA_HOME for the whole machine, and install Countersign then; or name its jvm.dll: msiexec /i ... JVM=C:\\...\\bin\\server\\jvm.dll";

void main(String[] arguments) throws IOException {
    var root = Path.of(arguments[1]);
    boolean bundled = Files.exists(root.resolve("runtime"));
    var version = arguments[2].replace("-SNAPSHOT", "");
    var files = folderItself(root, root, "          ") + files(root, root, "          ");
    var text = Files.readString(Path.of(arguments[0]))
            .replace("@VERSION@", version)
            .replace("@PRODUCT-CODE@", guid("product " + version))
            .replace("@JAVA@", bundled ? "" : OF_JAVA.formatted(NEEDS_JAVA))
            .replace("@JVM@", bundled ? "[INSTALLDIR]runtime\\bin\\server\\jvm.dll" : "[JVM]")
            .replace("@OPTIONS@", options(arguments[3]))
            .replace("@FILES@", files)
            .replace("@COMPONENTS@", components(files));
    IO.print(Pattern.compile("@GUID ([a-z ]+)@").matcher(text).replaceAll(found -> guid(found.group(1))));
}

/** Of the service: the class path's manifest is not read for it. */
private static String options(String ofServers) {
    if (ofServers.isEmpty()) {
        throw new IllegalArgumentException("launch.cmd tells no options of servers");
    }
    return Stream.concat(
                    Stream.of(ofServers.split(" ")),
                    Stream.of(
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-Dcountersign.home=[INSTALLDIR].",
                            "-Dorg.sqlite.lib.path=[BINDIR]."))
            .collect(Collectors.joining("[~]"));
}

private static String files(Path root, Path folder, String margin) throws IOException {
    var lines = new StringBuilder();
    try (var entries = Files.list(folder)) {
        for (var entry : entries.sorted().toList()) {
            lines.append(Files.isDirectory(entry) ? directory(root, entry, margin) : component(root, entry, margin));
        }
    }
    return lines.toString();
}

private static String directory(Path root, Path folder, String margin) throws IOException {
    var name = name(root, folder);
    var id = name.equals("bin") ? "BINDIR" : "D" + hash(name);
    return margin + "<Directory Id=\"" + id + "\" Name=\"" + folder.getFileName() + "\">\n"
            + (holdsFolderOnly(folder) ? folderItself(root, folder, margin + "  ") : "")
            + files(root, folder, margin + "  ")
            + margin + "</Directory>\n";
}

private static boolean holdsFolderOnly(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
        return entries.allMatch(Files::isDirectory);
    }
}

/** So that it goes with what is in it. */
private static String folderItself(Path root, Path folder, String margin) {
    var name = name(root, folder);
    return margin + "<Component Id=\"C" + hash(name) + "\" Guid=\"" + guid("folder " + name) + "\" Win64=\"yes\">\n"
            + margin + "  <CreateFolder/>\n"
            + margin + "</Component>\n";
}

private static String component(Path root, Path file, String margin) {
    if (isWrittenByHand(root, file)) {
        return "";
    }
    var name = name(root, file);
    return margin + "<Component Id=\"C" + hash(name) + "\" Guid=\"" + guid("file " + name) + "\" Win64=\"yes\">\n"
            + margin + "  <File Id=\"F" + hash(name) + "\" Name=\"" + file.getFileName() + "\" Source=\"" + name + "\" KeyPath=\"yes\"/>\n"
            + margin + "</Component>\n";
}

private static String components(String files) {
    return Pattern.compile("<Component Id=\"(\\w+)\"")
            .matcher(files)
            .results()
            .map(found -> "      <ComponentRef Id=\"" + found.group(1) + "\"/>")
            .collect(Collectors.joining("\n"));
}

private static boolean isWrittenByHand(Path root, Path file) {
    return file.equals(root.resolve("countersign.yaml")) || file.equals(root.resolve("bin/countersign-service.exe"));
}

private static String name(Path root, Path file) {
    return root.relativize(file).toString();
}

private static String hash(String name) {
    return HexFormat.of().formatHex(digest("SHA-256", name.getBytes(StandardCharsets.UTF_8)), 0, 12);
}

/** Version 5 of RFC 9562. */
private static String guid(String name) {
    var text = name.getBytes(StandardCharsets.UTF_8);
    var octets = ByteBuffer.allocate(16 + text.length)
            .putLong(NAMES.getMostSignificantBits())
            .putLong(NAMES.getLeastSignificantBits())
            .put(text);
    var hash = ByteBuffer.wrap(digest("SHA-1", octets.array()));
    long high = hash.getLong() & ~0xF000L | 0x5000L;
    long low = hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
    return new UUID(high, low).toString().toUpperCase(java.util.Locale.ROOT);
}

private static byte[] digest(String algorithm, byte[] octets) {
    try {
        return MessageDigest.getInstance(algorithm).digest(octets);
    } catch (NoSuchAlgorithmException missing) {
        throw new IllegalStateException(missing);
    }
}
