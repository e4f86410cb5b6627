import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/*
 * Writes what is in packages, as CycloneDX and as a list of licences for people, from Maven's list of libraries: those that are laid out, each
 * with the checksum of its file, and the Java runtime. Ends with 1 if something is laid out that the list does not know, or has no licence.
 *
 * Arguments: Maven's list, the release file of the JDK, the folder of what is laid out, the version, the folder to write to.
 */
private static final JsonMapper JSON = JsonMapper.shared();

void main(String[] arguments) throws IOException {
    var list = (ObjectNode) JSON.readTree(Path.of(arguments[0]));
    var known = list.withArray("components");
    var shipped = new TreeMap<String, ObjectNode>();
    var faults = new ArrayList<String>();
    for (var jar : jars(Path.of(arguments[2]))) {
        var name = jar.getFileName().toString();
        StreamSupport.stream(known.spliterator(), false)
                .filter(component -> isIn(component, name))
                .findFirst()
                .ifPresentOrElse(
                        component -> shipped.put(name, withHash((ObjectNode) component, jar)),
                        () -> faults.add(jar + " is not in the list of libraries"));
    }
    shipped.put("java", runtime(Path.of(arguments[1])));
    shipped.put("service", serviceOfWindows(known));
    shipped.values().stream()
            .filter(component -> licences(component).isEmpty())
            .forEach(component -> faults.add(title(component) + " tells no licence"));
    if (!faults.isEmpty()) {
        faults.forEach(IO::println);
        System.exit(1);
    }
    known.removeAll();
    shipped.values().forEach(known::add);
    list.remove("dependencies"); // between modules of the build, some of which are not laid out
    var subject = (ObjectNode) list.get("metadata").get("component");
    subject.put("name", "countersign").put("description", "A RADIUS server with pluggable second factors");
    var folder = Path.of(arguments[4]);
    JSON.writerWithDefaultPrettyPrinter()
            .writeValue(folder.resolve("countersign-" + arguments[3] + ".cdx.json").toFile(), list);
    Files.writeString(folder.resolve("THIRD-PARTY.txt"), thirdParty(shipped));
}

private static List<Path> jars(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
        return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
}

private static boolean isIn(JsonNode component, String jar) {
    var name = component.get("name").asString();
    return component.get("purl").asString().contains("type=jar")
            && (jar.equals(name + "-" + component.get("version").asString() + ".jar") || jar.equals(name + ".jar"));
}

private static ObjectNode withHash(ObjectNode component, Path jar) {
    try {
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
        var hashes = JSON.createArrayNode();
        hashes.addObject().put("alg", "SHA-256").put("content", HexFormat.of().formatHex(digest));
        component.set("hashes", hashes);
        return component;
    } catch (IOException | NoSuchAlgorithmException failed) {
        throw new IllegalStateException(jar.toString(), failed);
    }
}

/** Its program is in the Windows package alone. */
private static ObjectNode serviceOfWindows(ArrayNode known) {
    return StreamSupport.stream(known.spliterator(), false)
            .filter(component -> component.get("name").asString().equals("commons-daemon"))
            .map(ObjectNode.class::cast)
            .findFirst()
            .orElseThrow();
}

private static ObjectNode runtime(Path release) throws IOException {
    var of = new Properties();
    try (var in = Files.newBufferedReader(release)) {
        of.load(in);
    }
    var version = unquoted(of, "JAVA_RUNTIME_VERSION");
    var runtime = JSON.createObjectNode();
    runtime.put("type", "platform").put("bom-ref", "pkg:generic/openjdk@" + version);
    runtime.put("publisher", unquoted(of, "IMPLEMENTOR")).put("group", "").put("name", "openjdk").put("version", version);
    runtime.put("description", "Java runtime, linked for this program: " + unquoted(of, "SOURCE"));
    runtime.putArray("licenses").addObject().putObject("license").put("id", "GPL-2.0-with-classpath-exception");
    return runtime.put("purl", "pkg:generic/openjdk@" + version);
}

private static String unquoted(Properties of, String key) {
    return of.getProperty(key, "").replace("\"", "");
}

private static List<String> licences(JsonNode component) {
    var licences = component.get("licenses");
    return licences == null
            ? List.of()
            : StreamSupport.stream(licences.spliterator(), false).map(entry -> licence(entry)).toList();
}

private static String licence(JsonNode entry) {
    var licence = entry.get("license");
    if (licence == null) {
        return entry.get("expression").asString();
    }
    return licence.has("id") ? licence.get("id").asString() : licence.get("name").asString();
}

private static String title(JsonNode component) {
    var group = component.path("group").asString("");
    return (group.isEmpty() ? "" : group + ":") + component.get("name").asString() + " " + component.get("version").asString();
}

private static String thirdParty(Map<String, ObjectNode> shipped) {
    return shipped.values().stream()
            .filter(component -> !component.path("group").asString("").equals("io.countersign"))
            .map(component -> title(component) + "\n    " + String.join(" or ", licences(component)) + "\n")
            .distinct()
            .sorted()
            .collect(Collectors.joining(
                    "", "What others have made and Countersign's packages bring, and under which licences.\n\n", ""));
}
