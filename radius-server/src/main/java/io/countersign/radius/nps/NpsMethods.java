package io.countersign.radius.nps;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The authentication methods that a profile allows.
 *
 * @param words those that are done here, as documents write them. EAP is none of them: no document can say which kinds, as NPS does
 * @param left what becomes of the others, one line each
 */
record NpsMethods(List<String> words, List<String> left) {
    static final String PROPERTY = "msNPAuthenticationType2";

    private static final long EAP = 5;
    private static final long PEAP = 11;

    private static final Map<Long, String> NOT_DONE = Map.of(
            3L,
            "MS-CHAP (version 1) is left out",
            6L,
            "ARAP is left out",
            8L,
            "an authentication extension's own method is left out",
            9L,
            "changing an expired password by MS-CHAP (version 1) is left out",
            10L,
            "changing an expired password by MS-CHAPv2 is left out",
            EAP,
            "EAP is left out: it cannot be checked here yet",
            PEAP,
            "EAP is left out: it cannot be checked here yet");

    NpsMethods {
        words = List.copyOf(words);
        left = List.copyOf(left);
    }

    static NpsMethods of(NpsObject profile) {
        var words = new ArrayList<String>();
        var left = new ArrayList<String>();
        for (long number :
                profile.numbers(PROPERTY).stream().sorted().distinct().toList()) {
            word(number)
                    .ifPresentOrElse(
                            words::add,
                            () -> left.add(NOT_DONE.getOrDefault(
                                    number, "the authentication method " + number + " is not known and left out")));
        }
        return new NpsMethods(words, left.stream().distinct().toList());
    }

    /** How documents write a method that can be done here and told from others, as no kind of EAP can. */
    static Optional<String> word(long number) {
        return Arrays.stream(AuthenticationMethod.values())
                .filter(method -> method != AuthenticationMethod.EAP && method.npsNumber() == number)
                .map(Words::of)
                .findFirst();
    }
}
