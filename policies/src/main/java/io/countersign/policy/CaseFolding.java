package io.countersign.policy;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one way in which names are compared: of users, groups, clients, server groups, policies, vendors and attributes' values. Without
 * regard to case, by {@link String#toLowerCase(Locale)} of the root locale, and to how characters are composed: {@code ü} is one name
 * with {@code u} and a diaeresis behind it, as RFC 8265 §3.3 wants of user names (UsernameCaseMapped). Full-width letters are others, and
 * names may have blanks, where that RFC has it otherwise. Stores keep names in this form.
 *
 * <p>Never {@link String#equalsIgnoreCase}, which takes more letters for alike: what is one name here and two there is a way round.
 * Patterns are another matter, see {@link NpsPattern}.
 */
public final class CaseFolding {
    /** No character below it is ever composed with another, or is another when composed. */
    private static final int FIRST_COMBINING = 0x300;

    private CaseFolding() {}

    /** The form by which a name is compared and looked up. */
    public static String folded(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return isComposed(lower) ? lower : composed(composed(name).toLowerCase(Locale.ROOT));
    }

    /** The forms of several names, each once. */
    public static Set<String> folded(Collection<String> names) {
        return names.stream().map(CaseFolding::folded).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether two names are the same. */
    public static boolean same(String name, String other) {
        return folded(name).equals(folded(other));
    }

    /** The text with every character composed (Unicode's NFC), in which names are kept and patterns search. */
    public static String composed(String text) {
        return isComposed(text) ? text : Normalizer.normalize(text, Form.NFC);
    }

    /** Whether a text's letters are those that have one small and one capital form, of one character each. */
    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Of nearly all texts it can be told without the tables of Unicode; of the others, false. */
    private static boolean isComposed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING) {
                return false;
            }
        }
        return true;
    }
}
