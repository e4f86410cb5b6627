package io.countersign.entra.simulator;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A request of the push service, read as its serializer does (entra-mfa 1.5): elements without a namespace, in one order, each once. The
 * real one passes over what comes out of turn; this one refuses it, so that a client learns of its mistake.
 */
final class StrictXml {
    private static final String ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    /** What the request holds. */
    record Request(Map<String, String> texts, Map<String, String> properties) {
        String text(String element) {
            return texts.getOrDefault(element, "");
        }
    }

    /** A request that is not as it must be. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private final XMLStreamReader xml;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();

    private StrictXml(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * Reads a request.
     *
     * @param order the elements that may stand there, in their order
     */
    static Request read(String text, String root, List<String> order) throws Refused {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            var reader = new StrictXml(factory.createXMLStreamReader(new StringReader(text)));
            reader.root(root);
            reader.children(order);
            return new Request(reader.texts, reader.properties);
        } catch (XMLStreamException broken) {
            throw new Refused("broken XML");
        }
    }

    private void root(String name) throws XMLStreamException, Refused {
        int event = xml.next();
        while (event != XMLStreamConstants.START_ELEMENT) {
            if (event == XMLStreamConstants.DTD) {
                throw new Refused("a DTD");
            }
            event = xml.next();
        }
        plain(name);
    }

    private void plain(String expected) throws Refused {
        if (!xml.getLocalName().equals(expected)) {
            throw new Refused(xml.getLocalName() + " instead of " + expected);
        }
        if (xml.getNamespaceURI() != null && !xml.getNamespaceURI().isEmpty()) {
            throw new Refused("a namespace at " + expected);
        }
    }

    private void children(List<String> order) throws XMLStreamException, Refused {
        int next = 0;
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            int place = order.indexOf(xml.getLocalName());
            if (place < 0) {
                throw new Refused("unknown element " + xml.getLocalName());
            }
            if (place < next) {
                throw new Refused("element " + xml.getLocalName() + " comes out of turn or twice");
            }
            next = place + 1;
            plain(order.get(place));
            if (order.get(place).equals("AuthenticationMethodProperties")) {
                properties();
            } else {
                text(order.get(place));
            }
        }
    }

    private void text(String element) throws XMLStreamException {
        boolean nil = "true".equals(xml.getAttributeValue(INSTANCE, "nil"));
        var text = xml.getElementText();
        if (!nil) {
            texts.put(element, text);
        }
    }

    private void properties() throws XMLStreamException, Refused {
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            array("KeyValueOfstringstring");
            var pair = new ArrayList<String>();
            for (var name : List.of("Key", "Value")) {
                if (xml.nextTag() != XMLStreamConstants.START_ELEMENT) {
                    throw new Refused("a pair without its " + name);
                }
                array(name);
                pair.add(xml.getElementText());
            }
            if (xml.nextTag() != XMLStreamConstants.END_ELEMENT) {
                throw new Refused("more than a pair");
            }
            properties.put(pair.getFirst(), pair.getLast());
        }
    }

    private void array(String name) throws Refused {
        if (!xml.getLocalName().equals(name) || !ARRAYS.equals(xml.getNamespaceURI())) {
            throw new Refused(xml.getLocalName() + " is no " + name + " of the namespace of arrays");
        }
    }
}
