package io.countersign.policy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A pattern that finds an IPv6 address in whatever spelling either is written, so that no deny is skipped by spelling. Immutable. */
final class AddressPattern {
    /**
     * The leading zeros of a group that is written from its beginning to its end: the pattern with the rest of another group would find more
     * without them. What stands in a set is no group.
     */
    private static final Pattern LEADING_ZEROS = Pattern.compile("(?<=[:^])0{1,3}(?=\\p{XDigit}{1,3}(?:\\\\?:|\\$))");

    private final NpsPattern written;

    /** The same without leading zeros, so that one that writes them in some groups alone finds the address as well; empty if it has none. */
    private final Optional<NpsPattern> unpadded;

    /** What the whole pattern spells out; empty if it is more than one address. */
    private final Optional<InetAddress> literal;

    AddressPattern(NpsPattern written) {
        this.written = written;
        this.unpadded = unpadded(written.toString());
        this.literal = literal(written.toString());
    }

    private static Optional<NpsPattern> unpadded(String text) {
        String without = LEADING_ZEROS.matcher(text).replaceAll("");
        return text.indexOf('[') >= 0 || without.equals(text) ? Optional.empty() : Optional.of(NpsPattern.of(without));
    }

    private static Optional<InetAddress> literal(String text) {
        String plain = text.replaceAll("^\\^|\\$$", "").replaceAll("\\\\([.:])", "$1");
        return AddressRange.literal(plain);
    }

    boolean finds(Spellings address) {
        return literal.filter(address.address()::equals).isPresent()
                || isIn(written, address.unpadded())
                || isIn(written, address.padded())
                || unpadded.filter(pattern -> isIn(pattern, address.unpadded())).isPresent();
    }

    private static boolean isIn(NpsPattern pattern, List<String> texts) {
        for (String text : texts) {
            if (pattern.search(text) == NpsPattern.Search.FOUND) {
                return true;
            }
        }
        return false;
    }
}
