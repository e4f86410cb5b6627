package io.countersign.mfa.entra.push;

import io.countersign.mfa.Interaction;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a user can be asked, in the words of the settings and in those of the service. */
public enum PushMethod {
    /** Approve or Deny in Microsoft Authenticator. */
    PUSH("push", "PhoneAppNotification", Interaction.OUT_OF_BAND),
    /** A call to the mobile phone, answered with {@code #}. */
    CALL("call", "TwoWayVoiceMobile", Interaction.OUT_OF_BAND),
    /** A call to the office phone. */
    CALL_OFFICE("call-office", "TwoWayVoiceOffice", Interaction.OUT_OF_BAND),
    /** A call to the alternate mobile phone. */
    CALL_ALTERNATE("call-alternate", "TwoWayVoiceAlternateMobile", Interaction.OUT_OF_BAND),
    /** A code of Microsoft Authenticator or of a hardware token, typed into a challenge. */
    CODE("code", "PhoneAppOTP", Interaction.CODE),
    /** A code sent to the mobile phone, typed into a challenge. */
    SMS("sms", "OneWaySMS", Interaction.SENT_CODE);

    private final String word;
    private final String id;
    private final Interaction interaction;

    PushMethod(String word, String id, Interaction interaction) {
        this.word = word;
        this.id = id;
        this.interaction = interaction;
    }

    /** The method of a word of the settings. */
    public static Optional<PushMethod> named(String word) {
        return Arrays.stream(values())
                .filter(method -> method.word.equals(word))
                .findFirst();
    }

    /** All words of the settings. */
    public static String words() {
        return Arrays.stream(values()).map(PushMethod::word).collect(Collectors.joining(", "));
    }

    /** The word of the settings. */
    public String word() {
        return word;
    }

    /** How it reaches its user. */
    public Interaction interaction() {
        return interaction;
    }

    /** AuthenticationMethodId. */
    String id() {
        return id;
    }
}
