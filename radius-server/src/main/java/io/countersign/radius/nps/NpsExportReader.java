package io.countersign.radius.nps;

import io.countersign.radius.host.TextFiles;
import io.countersign.radius.host.UnreadableText;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML of an export. A document type is refused where it stands, so that no entity is ever declared, let alone expanded or fetched;
 * the file, the depth and each value are bounded.
 */
public final class NpsExportReader {
    /** The longest export that is read; one of a hundred clients and policies has a quarter of one. */
    public static final int MOST_MEBIBYTES = 64;

    private static final int MOST_DEPTH = 16;
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final String HOW = "; make one there with: netsh nps export filename=FILE exportPSK=YES";
    private static final String SERVICE = "Microsoft_Internet_Authentication_Service";

    /** What every export has beside the service: nothing that an administrator has set. */
    private static final Set<String> TRIVIAL =
            Set.of("_locDefinition", "registryKeys", "SystemInfo", "SDO_Schema", "TemplatesTimestamp");

    private final XMLStreamReader xml;
    private final List<String> others = new ArrayList<>();
    private Optional<String> version = Optional.empty();
    private Optional<NpsObject> service = Optional.empty();

    private NpsExportReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * Reads a whole file.
     *
     * @throws UnreadableExport if it is none, or not all of one
     */
    public static NpsExport read(byte[] octets) {
        if (octets.length > MOST_MEBIBYTES << 20) {
            throw new UnreadableExport("is longer than " + MOST_MEBIBYTES + " MiB, which no export is");
        }
        refuseLiveStore(octets);
        try {
            return new NpsExportReader(factory().createXMLStreamReader(new StringReader(TextFiles.decoded(octets))))
                    .export();
        } catch (UnreadableText _) {
            throw new UnreadableExport("is no UTF-8 text, as every export is");
        } catch (XMLStreamException broken) {
            throw new UnreadableExport("is no whole XML"
                    + (broken.getLocation() == null
                            ? ""
                            : ": it breaks off or is damaged in line "
                                    + broken.getLocation().getLineNumber()));
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /** The store that NPS itself works with is UTF-16, whatever its first line says. */
    private static void refuseLiveStore(byte[] octets) {
        if (octets.length >= 2 && (octets[0] == 0 || octets[1] == 0 || isMark(octets[0], octets[1]))) {
            throw new UnreadableExport(
                    "is UTF-16, as NPS's own ias.xml is, which changes under one's hands and is no export" + HOW);
        }
    }

    private static boolean isMark(byte first, byte second) {
        return (first == (byte) 0xFF && second == (byte) 0xFE) || (first == (byte) 0xFE && second == (byte) 0xFF);
    }

    private NpsExport export() throws XMLStreamException {
        toRoot();
        while (toNextChild()) {
            switch (xml.getLocalName()) {
                case "Children" -> children();
                case String other -> skip(other);
            }
        }
        while (xml.hasNext()) {
            next();
        }
        return new NpsExport(
                version,
                service.orElseThrow(() -> new UnreadableExport(
                        "has no NPS in it: no " + SERVICE + ", such as an export of templates alone has none" + HOW)),
                others);
    }

    private void toRoot() throws XMLStreamException {
        while (xml.getEventType() != XMLStreamConstants.START_ELEMENT) {
            next();
        }
        if (!xml.getLocalName().equals("Root")) {
            throw new UnreadableExport("is XML, but no export of NPS: it does not begin with the element Root" + HOW);
        }
    }

    private void children() throws XMLStreamException {
        while (toNextChild()) {
            switch (xml.getLocalName()) {
                case "Version" -> version = Optional.of(value().strip());
                case SERVICE -> {
                    if (service.isPresent()) {
                        throw new UnreadableExport("has two " + SERVICE + ", in line " + line() + " the second");
                    }
                    service = Optional.of(object(1));
                }
                case String other -> skip(other);
            }
        }
    }

    private NpsObject object(int depth) throws XMLStreamException {
        if (depth > MOST_DEPTH) {
            throw new UnreadableExport("has objects within objects, deeper than any export, in line " + line());
        }
        String tag = xml.getLocalName();
        String name = Optional.ofNullable(xml.getAttributeValue(null, "name")).orElse(tag);
        int line = line();
        Map<String, List<String>> properties = new HashMap<>();
        List<NpsObject> children = new ArrayList<>();
        while (toNextChild()) {
            switch (xml.getLocalName()) {
                case "Properties" -> properties(properties);
                case "Children" -> {
                    while (toNextChild()) {
                        children.add(object(depth + 1));
                    }
                }
                case String _ ->
                    throw new UnreadableExport(
                            "has something else than Properties and Children in an object, in line " + line());
            }
        }
        return new NpsObject(tag, name, line, properties, children);
    }

    private void properties(Map<String, List<String>> properties) throws XMLStreamException {
        var read = new LinkedHashMap<String, List<String>>();
        while (toNextChild()) {
            read.computeIfAbsent(xml.getLocalName(), _ -> new ArrayList<>()).add(value());
        }
        read.forEach((property, values) ->
                properties.computeIfAbsent(property, _ -> new ArrayList<>()).addAll(values));
    }

    /** The text of the element at hand, to its end. */
    private String value() throws XMLStreamException {
        var text = new StringBuilder();
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                throw new UnreadableExport("has an element within a value, in line " + line());
            }
            if (xml.isCharacters()) {
                text.append(xml.getText());
            }
            if (text.length() > MOST_CHARACTERS) {
                throw new UnreadableExport("has a value longer than any of NPS's, in line " + line());
            }
        }
        return text.toString();
    }

    private void skip(String tag) throws XMLStreamException {
        if (!TRIVIAL.contains(tag)) {
            others.add(tag);
        }
        for (int open = 1; open > 0; ) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> open++;
                case XMLStreamConstants.END_ELEMENT -> open--;
                default -> {}
            }
        }
    }

    /** Whether there is another element in the one at hand; else its end is at hand. */
    private boolean toNextChild() throws XMLStreamException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return false;
                }
                default -> {}
            }
        }
    }

    private int next() throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD) {
            throw new UnreadableExport(
                    "has a document type (DOCTYPE), which no export has; it is not read any further");
        }
        return event;
    }

    private int line() {
        return xml.getLocation().getLineNumber();
    }
}
