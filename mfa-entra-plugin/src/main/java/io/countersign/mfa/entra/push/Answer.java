package io.countersign.mfa.entra.push;

import java.net.URI;
import java.util.Optional;

/**
 * What the service answered, as it stands in the XML. What is absent or nil is empty.
 *
 * @param value Result.Value
 * @param message Result.Message, only for a log of what is not understood
 * @param retry Result.Retry: whether the same session may be answered again
 * @param authenticationResult {@code true}, {@code false}, {@code challenge}, or whatever else there was
 * @param sessionId names the open prompt
 * @param userPrincipalName whom the answer is about
 */
record Answer(
        String value,
        String message,
        boolean retry,
        Optional<String> authenticationResult,
        Optional<String> sessionId,
        Optional<String> userPrincipalName,
        Optional<URI> affinityUrl) {
    /** Redacted: sessions and names are nobody's business in a log. */
    @Override
    public String toString() {
        return "Answer[value=" + code().value() + "]";
    }

    ResultCode code() {
        return ResultCode.of(value);
    }

    /** The one answer that lets a user in: Success, and exactly {@code true}. */
    boolean approves() {
        return code().meaning() == Meaning.SUCCESS
                && authenticationResult.filter("true"::equals).isPresent();
    }

    /** Whether the user must type a code. What a service sends with SMSSent is not known for sure, so only {@code true} is excluded. */
    boolean challenges() {
        boolean wanted = switch (code().meaning()) {
            case SUCCESS -> authenticationResult.filter("challenge"::equals).isPresent();
            case CODE_WANTED, CODE_SENT ->
                authenticationResult.filter("true"::equals).isEmpty();
            case PENDING, CODE_WRONG, NOT_ENROLLED, FRAUD, REFUSED, FAULT, NOT_SHOWN -> false;
        };
        return wanted && sessionId.isPresent();
    }

    /** Whether the answer is about this user, or does not say about whom. */
    boolean isAbout(String upn) {
        return userPrincipalName.map(upn::equalsIgnoreCase).orElse(true);
    }
}
