package io.countersign.cli.radius;

import io.countersign.policy.Words;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the password is shown. The words of {@code --method} are those of policies. */
enum PasswordMethod {
    /** User-Password (RFC 2865 §5.2). */
    PAP,
    /** CHAP-Password (RFC 2865 §5.3). */
    CHAP,
    /** MS-CHAP2-Response (RFC 2548 §2.3.2). */
    MS_CHAP_V2,
    /** Not at all, as an RD Gateway asks. */
    NONE;

    /** Takes a word in any case, and that of policies for {@link #NONE}. */
    static final class Word implements ITypeConverter<PasswordMethod> {
        private static final String OF_POLICIES = "unauthenticated";

        @Override
        public PasswordMethod convert(String text) {
            return Words.typed(PasswordMethod.class, text.equals(OF_POLICIES) ? "none" : text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no method; write one of " + Words.all(PasswordMethod.class)));
        }
    }

    /** For the completion of shells. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(values()).map(Words::of).iterator();
        }
    }
}
