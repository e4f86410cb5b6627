package io.countersign.radius.host;

import java.nio.charset.CharacterCodingException;

/** A file's octets are no text that this program reads. The message says why, such as to follow the file's name. */
public final class UnreadableText extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final String why;

    UnreadableText(String why) {
        this.why = why;
    }

    @Override
    public String getMessage() {
        return why;
    }
}
