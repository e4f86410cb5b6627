package io.countersign.radius.dictionary;

/** A text is no value of the attribute. The message tells what is wrong; {@link #fix} what would be right. */
public final class InvalidValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String fix;

    InvalidValue(String what, String fix) {
        super(what);
        this.fix = fix;
    }

    /** What would be right. */
    public String fix() {
        return fix;
    }
}
