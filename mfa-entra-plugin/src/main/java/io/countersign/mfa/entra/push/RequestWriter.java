package io.countersign.mfa.entra.push;

import java.io.StringWriter;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes requests. The service reads them with a serializer that passes over what comes out of turn, so the order of the elements is
 * part of the format.
 */
final class RequestWriter {
    private static final String ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private RequestWriter() throws XMLStreamException {
        this.xml = FACTORY.createXMLStreamWriter(text);
    }

    /** Something that writes. */
    private interface Writing {
        void to(RequestWriter writer) throws XMLStreamException;
    }

    /**
     * Asks a user.
     *
     * @param contextId a GUID of our own, which Microsoft's support can find the request by
     * @param synchronous whether the service answers when the user has
     * @param codeForPush whether the service may ask for a code where the user could get a push
     */
    static String begin(String upn, PushMethod method, String contextId, boolean synchronous, boolean codeForPush) {
        return written("BeginTwoWayAuthenticationRequest", writer -> {
            writer.element("Version", "1.0");
            writer.element("UserPrincipalName", upn);
            writer.element("Lcid", "en-us");
            writer.element("AuthenticationMethodId", method.id());
            writer.properties(codeForPush);
            writer.element("ContextId", contextId);
            writer.element("SyncCall", Boolean.toString(synchronous));
            writer.element("RequireUserMatch", "true");
            writer.element("CallerName", "radius");
            writer.element("CallerIP", "UNKNOWN:");
        });
    }

    /** Asks how an open prompt stands; with a code, answers it. */
    static String end(String sessionId, String contextId, Optional<String> code, String upn) {
        return written("EndTwoWayAuthenticationRequest", writer -> {
            writer.element("Version", "1.0");
            writer.element("SessionId", sessionId);
            writer.element("ContextId", contextId);
            writer.elementOrNil("AdditionalAuthData", code);
            writer.element("UserPrincipalName", upn);
        });
    }

    /** Asks which methods a user has; prompts nobody. */
    static String methods(String upn, String contextId) {
        return written("GetAvailableAuthenticationMethodsRequest", writer -> {
            writer.element("Version", "1.0");
            writer.element("UserPrincipalName", upn);
            writer.element("ContextId", contextId);
        });
    }

    private static String written(String root, Writing content) {
        try {
            var writer = new RequestWriter();
            writer.xml.writeStartElement(root);
            content.to(writer);
            writer.xml.writeEndElement();
            writer.xml.close();
            return writer.text.toString();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void element(String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(printable(value));
        xml.writeEndElement();
    }

    private void elementOrNil(String name, Optional<String> value) throws XMLStreamException {
        if (value.isPresent()) {
            element(name, value.get());
            return;
        }
        xml.writeStartElement(name);
        xml.writeNamespace("i", INSTANCE);
        xml.writeAttribute("i", INSTANCE, "nil", "true");
        xml.writeEndElement();
    }

    private void properties(boolean codeForPush) throws XMLStreamException {
        xml.writeStartElement("AuthenticationMethodProperties");
        xml.writeNamespace("a", ARRAYS);
        property("OverrideVoiceOtp", "false");
        property("OverrideNumberMatchingWithOTP", Boolean.toString(codeForPush));
        xml.writeEndElement();
    }

    private void property(String key, String value) throws XMLStreamException {
        xml.writeStartElement("a", "KeyValueOfstringstring", ARRAYS);
        xml.writeStartElement("a", "Key", ARRAYS);
        xml.writeCharacters(key);
        xml.writeEndElement();
        xml.writeStartElement("a", "Value", ARRAYS);
        xml.writeCharacters(value);
        xml.writeEndElement();
        xml.writeEndElement();
    }

    /** XML 1.0 has no way to write most control characters; a service that got them would refuse the request. */
    private static String printable(String value) {
        return value.codePoints()
                .map(character -> isXml(character) ? character : '\uFFFD')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isXml(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
