package io.countersign.entra.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The answers of the push service: files with places {@code {such as this}} to be filled in. */
final class Answers {
    private final Map<String, String> files = new ConcurrentHashMap<>();

    /** An answer. A place {@code {result}} takes an element; every other one takes text. */
    Answered of(String name, Map<String, String> places) {
        var text = files.computeIfAbsent(name, Answers::read);
        for (var place : places.entrySet()) {
            var value = place.getKey().equals("result") || place.getKey().equals("methods")
                    ? place.getValue()
                    : escaped(place.getValue());
            text = text.replace("{" + place.getKey() + "}", value);
        }
        return Answered.Http.xml(text);
    }

    /** The element AuthenticationResult with a text, or nil. */
    static String result(String word) {
        return word.equals("nil")
                ? "<AuthenticationResult i:nil=\"true\"/>"
                : "<AuthenticationResult>" + escaped(word) + "</AuthenticationResult>";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String read(String name) {
        try (InputStream in = Answers.class.getResourceAsStream("answers/" + name + ".xml")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no answer " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
