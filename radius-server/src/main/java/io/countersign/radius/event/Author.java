package io.countersign.radius.event;

/**
 * Who changes something, and how. Texts beyond 500 characters are cut.
 *
 * @param account the login name of whoever runs the command, with the one behind {@code sudo} if there is one
 * @param command the command without its arguments, such as {@code policy apply}
 * @param comment what the administrator says about it; may be empty
 */
public record Author(String account, String command, String comment) {
    private static final int MOST_CHARACTERS = 500;

    /** A program that administers by itself, such as the demo. */
    public static final Author PROGRAM = new Author("countersign", "", "");

    /** A running server, of what it learns by itself. */
    public static final Author SERVER = new Author("countersign", "serve", "");

    /** Cuts the texts. */
    public Author {
        account = cut(account);
        command = cut(command);
        comment = cut(comment);
    }

    /** The same account and command, with another comment. */
    public Author saying(String text) {
        return new Author(account, command, text);
    }

    static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
    }
}
