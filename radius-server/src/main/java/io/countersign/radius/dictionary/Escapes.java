package io.countersign.radius.dictionary;

/** Makes foreign text safe to show: no line break, no terminal command, no change of writing direction. */
final class Escapes {
    private Escapes() {}

    static String escape(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(character -> append(safe, character));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                safe.append("\\u{").append(Integer.toHexString(character)).append('}');
            default -> {
                if (character == '"' || character == '\\') {
                    safe.append('\\');
                }
                safe.appendCodePoint(character);
            }
        }
    }
}
