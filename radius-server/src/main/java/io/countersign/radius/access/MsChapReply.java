package io.countersign.radius.access;

import io.countersign.policy.ReasonCode;
import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.crypto.SaltedKey;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.VendorSpecific;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What the answer to an MS-CHAPv2 request carries beside the policy's attributes (RFC 2548 §2). */
record MsChapReply(AccessRequest request, Credential.MsChap2 credential) implements MethodReply {
    private static final int ERROR = 2;
    private static final int ENCRYPTION_POLICY = 7;
    private static final int ENCRYPTION_TYPES = 8;
    private static final int SEND_KEY = 16;
    private static final int RECEIVE_KEY = 17;
    private static final int CHAP2_SUCCESS = 26;

    /** So many octets are added to an Access-Accept at most: the proof, two numbers and two keys, each in a Vendor-Specific attribute. */
    static final int MOST_OCTETS = (8 + 1 + 42) + 2 * (8 + 4) + 2 * (8 + 2 + 32);

    private static final int ENCRYPTION_ALLOWED = 1;
    private static final int RC4_OF_40_OR_128_BITS = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What the response answers. The name goes into it without a domain, as the user's machine does it. */
    static Octets challengeHash(Credential.MsChap2 credential, String userName) {
        return MsChapV2.challengeHash(
                credential.peerChallenge(),
                credential.authenticatorChallenge(),
                LoginName.parse(userName).name());
    }

    @Override
    public Ruling dress(Ruling ruling) {
        return switch (ruling.verdict()) {
            case Verdict.Accept(var policys) ->
                ruling.proof() instanceof FirstFactor.Proof.MsChapV2(var passwordHashHash)
                        ? ruling.with(new Verdict.Accept(withProofAndKeys(policys, passwordHashHash)))
                        : ruling;
            case Verdict.Reject(var attributes) ->
                ruling.reason() == ReasonCode.REMOTE_SERVER_REJECTED // who has its own error, if any
                        ? ruling
                        : ruling.with(new Verdict.Reject(withError(attributes, ruling.reason())));
            case Verdict.Challenge _, Verdict.Recorded _, Verdict.Silence _ -> ruling;
        };
    }

    /**
     * The proof that the server knows the password, and the keys of the session. How strong encryption has to be is the policy's to say;
     * where it says nothing, encryption is allowed.
     */
    private List<Attribute> withProofAndKeys(List<Attribute> policys, Secret passwordHashHash) {
        var attributes = new ArrayList<>(policys);
        attributes.add(success(passwordHashHash));
        if (!says(policys, ENCRYPTION_POLICY)) {
            attributes.add(number(ENCRYPTION_POLICY, ENCRYPTION_ALLOWED));
        }
        if (!says(policys, ENCRYPTION_TYPES)) {
            attributes.add(number(ENCRYPTION_TYPES, RC4_OF_40_OR_128_BITS));
        }
        var keys = MsChapV2.sessionKeys(passwordHashHash, credential.response());
        int salt = 0x8000 | RANDOM.nextInt(0x8000);
        attributes.add(microsoft(SEND_KEY, hidden(keys.send(), salt)));
        attributes.add(microsoft(RECEIVE_KEY, hidden(keys.receive(), salt ^ 1)));
        return attributes;
    }

    /** The error that tells the user's machine why. An unknown user, a wrong password and a denied second factor look alike. */
    private List<Attribute> withError(List<Attribute> attributes, ReasonCode reason) {
        var challenge = new byte[MsChapV2.CHALLENGE_OCTETS];
        RANDOM.nextBytes(challenge);
        var text = "E=" + error(reason) + " R=0 C="
                + HexFormat.of().withUpperCase().formatHex(challenge) + " V=3 M=Access denied";
        var all = new ArrayList<>(attributes);
        all.add(microsoft(ERROR, identified(text)));
        return all;
    }

    /** By the numbers of RFC 2759 §6. */
    private static int error(ReasonCode reason) {
        return switch (reason) {
            case DAY_AND_TIME, INVALID_LOGON_HOURS -> 646;
            case ACCOUNT_DISABLED, ACCOUNT_EXPIRED -> 647;
            case PASSWORD_MUST_CHANGE -> 648;
            case DIAL_IN_PERMISSION_DENIED -> 649;
            case SUCCESS,
                    INTERNAL_ERROR,
                    ACCESS_DENIED,
                    MALFORMED_REQUEST,
                    SERVER_UNAVAILABLE,
                    NO_SUCH_DOMAIN,
                    NO_SUCH_USER,
                    DISCARDED,
                    CREDENTIALS_MISMATCH,
                    UNSUPPORTED_AUTHENTICATION_TYPE,
                    NO_REVERSIBLE_PASSWORD,
                    SECOND_FACTOR_DENIED,
                    ACCOUNT_LOCKED_OUT, // told to nobody: who guesses would know that it is time to wait
                    ACCOUNT_RESTRICTION,
                    NO_NETWORK_POLICY_MATCHED,
                    NO_CONNECTION_REQUEST_POLICY_MATCHED,
                    AUTHENTICATION_METHOD_NOT_ENABLED,
                    CALLING_STATION_ID,
                    CALLED_STATION_ID,
                    NAS_PORT_TYPE,
                    RESTRICTION_INVALID,
                    REMOTE_SERVER_REJECTED,
                    REMOTE_SERVER_UNANSWERED,
                    REMOTE_SERVER_REPLY_REFUSED -> 691;
        };
    }

    private Attribute success(Secret passwordHashHash) {
        var answer = MsChapV2.authenticatorResponse(
                passwordHashHash, credential.response(), challengeHash(credential, request.sentName()));
        return microsoft(CHAP2_SUCCESS, identified(answer));
    }

    private Octets hidden(Secret key, int salt) {
        return SaltedKey.hide(
                key, salt, request.client().secret(), request.packet().authenticator());
    }

    private Octets identified(String text) {
        var octets = new byte[1 + text.length()];
        octets[0] = (byte) credential.identifier();
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, octets, 1, text.length());
        return Octets.wrap(octets);
    }

    private static Attribute number(int type, int number) {
        return microsoft(type, Octets.wrap(new byte[] {0, 0, 0, (byte) number}));
    }

    private static Attribute microsoft(int type, Octets value) {
        return new VendorSpecific(MicrosoftCredentials.MICROSOFT, List.of(new Attribute(type, value))).toAttribute();
    }

    private static boolean says(List<Attribute> attributes, int type) {
        return MicrosoftCredentials.microsofts(attributes).stream().anyMatch(attribute -> attribute.type() == type);
    }
}
