package io.countersign.mfa.entra.push;

import java.io.StringReader;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an answer. Elements that are not known are passed over; one that is known and stands there twice, a DTD, or another root make
 * the answer unreadable.
 */
final class AnswerReader {
    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final int DEEPEST = 32;
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader xml;
    private final Map<String, String> texts = new HashMap<>();

    private AnswerReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** Reads the answer to an operation, such as {@code BeginTwoWayAuthentication}. */
    static Answer read(String text, String operation) throws Unreadable {
        if (text.length() > MOST_CHARACTERS) {
            throw new Unreadable("the answer is too long");
        }
        try {
            var reader = new AnswerReader(FACTORY.createXMLStreamReader(new StringReader(text)));
            reader.document(operation + "Response");
            return reader.answer();
        } catch (XMLStreamException broken) {
            throw new Unreadable("the answer is broken XML");
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        return factory;
    }

    private void document(String root) throws XMLStreamException, Unreadable {
        boolean seen = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new Unreadable("the answer has a DTD");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (!xml.getLocalName().equals(root)) {
                    throw new Unreadable("the answer is no " + root);
                }
                seen = true;
                children("", 1);
            }
        }
        if (!seen) {
            throw new Unreadable("the answer is empty");
        }
    }

    /** Reads what is inside an element, up to its end. Texts go by their path: {@code Result/Value}. */
    private void children(String path, int depth) throws XMLStreamException, Unreadable {
        if (depth > DEEPEST) {
            throw new Unreadable("the answer is too deep");
        }
        var text = new StringBuilder();
        boolean nil = "true".equals(xml.getAttributeValue(INSTANCE, "nil"));
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT ->
                    children(path.isEmpty() ? xml.getLocalName() : path + "/" + xml.getLocalName(), depth + 1);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(xml.getText());
                case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
                    throw new Unreadable("the answer has a DTD");
                case XMLStreamConstants.END_ELEMENT -> {
                    if (!path.isEmpty() && !nil) {
                        put(path, text.toString());
                    }
                    return;
                }
                default -> {
                    // A comment or a processing instruction says nothing
                }
            }
        }
    }

    private void put(String path, String text) throws Unreadable {
        if (texts.putIfAbsent(path, text) != null && isRead(path)) {
            throw new Unreadable("the answer has " + path + " twice");
        }
    }

    private static boolean isRead(String path) {
        return switch (path) {
            case "Result",
                    "Result/Value",
                    "Result/Message",
                    "Result/Retry",
                    "AuthenticationResult",
                    "SessionId",
                    "UserPrincipalName",
                    "AffinityUrl" -> true;
            default -> false;
        };
    }

    private Answer answer() throws Unreadable {
        var value = texts.get("Result/Value");
        if (value == null || value.isEmpty()) {
            throw new Unreadable("the answer has no Result.Value");
        }
        return new Answer(
                value,
                texts.getOrDefault("Result/Message", ""),
                "true".equals(texts.get("Result/Retry")),
                text("AuthenticationResult"),
                text("SessionId"),
                text("UserPrincipalName"),
                text("AffinityUrl").flatMap(AnswerReader::address));
    }

    private Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path)).filter(text -> !text.isEmpty());
    }

    private static Optional<URI> address(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }
}
