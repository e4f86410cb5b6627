package io.countersign.mfa.entra.push;

import java.util.HashMap;
import java.util.Map;

/**
 * A Result.Value of the service: what it means, and in plain words for the audit and the help desk.
 *
 * @param value as the service says it; what is not a plain word is replaced
 */
record ResultCode(String value, Meaning meaning, String words) {
    private static final String ENROL = "the user enrols at https://aka.ms/mfasetup";
    private static final Map<String, ResultCode> KNOWN = known();

    /** The code of a value; not shown if it is not known here. */
    static ResultCode of(String value) {
        var known = KNOWN.get(value);
        return known != null
                ? known
                : new ResultCode(
                        value.matches("[A-Za-z0-9]{1,80}") ? value : "(no plain word)",
                        Meaning.NOT_SHOWN,
                        "an answer that this version does not know");
    }

    private static Map<String, ResultCode> known() {
        var codes = new Codes();
        codes.add(Meaning.SUCCESS, "started, but nobody has approved", "Success");
        codes.add(Meaning.PENDING, "the user has not answered yet", "AuthenticationPending");
        codes.add(Meaning.CODE_WANTED, "the user must type a code", "OathCodePending");
        codes.add(Meaning.CODE_SENT, "a code was sent, which the user must type", "SMSSent");

        codes.add(Meaning.REFUSED, "the user pressed Deny", "PhoneAppDenied");
        codes.add(Meaning.FRAUD, "the user reported fraud", "PhoneAppFraudReported", "FraudCodeEntered");
        codes.add(Meaning.NOT_SHOWN, "the user did not answer in time", "PhoneAppNoResponse");
        codes.add(Meaning.FAULT, "the push could not be sent to the phone", "PhoneAppNotificationFailed");
        codes.add(Meaning.NOT_SHOWN, "the app gave an answer that the service refuses", "PhoneAppInvalidResult");
        codes.add(Meaning.NOT_SHOWN, "all phones of the user are blocked", "PhoneAppAllDevicesBlocked");
        codes.add(Meaning.NOT_SHOWN, "the app was registered anew; try again", "PhoneAppTokenChanged");
        codes.add(Meaning.NOT_SHOWN, "the user typed the wrong number into the app", "PhoneAppEntropyIncorrect");
        codes.add(Meaning.NOT_SHOWN, "Microsoft Authenticator is too old on this phone", "IncompatibleAppVersion");
        codes.add(Meaning.NOT_SHOWN, "App Lock must be on in Microsoft Authenticator", "AppLockRequiredButNotUsed");

        codes.add(Meaning.CODE_WRONG, "the code is wrong", "OathCodeIncorrect", "IncorrectOTP");
        codes.add(Meaning.CODE_WRONG, "the code was used already", "OathCodeDuplicate");
        codes.add(Meaning.CODE_WRONG, "the code is older than the last one used", "OathCodeOld");
        codes.add(
                Meaning.CODE_WRONG,
                "the code is wrong",
                "SMSAuthFailedWrongCodeEntered",
                "VoiceOTPAuthFailedWrongCodeEntered");
        codes.add(
                Meaning.NOT_SHOWN,
                "too many wrong codes",
                "OathCodeFailedMaxAllowedRetryReached",
                "SMSAuthFailedMaxAllowedCodeRetryReached",
                "VoiceOTPAuthFailedMaxAllowedCodeRetryReached");
        codes.add(
                Meaning.NOT_SHOWN,
                "the code is right, but its device is not allowed",
                "OathCodeCorrectButDeviceNotAllowed");
        codes.add(
                Meaning.NOT_SHOWN,
                "the PIN is wrong or not set",
                "OathCodePinIncorrect",
                "SMSAuthFailedWrongCodePinEntered",
                "MFAPinNotSetup");
        codes.add(
                Meaning.FAULT,
                "the SMS could not be sent",
                "SMSAuthFailedProviderCouldntSendSMS",
                "User2WaySMSAuthFailedProviderCouldntSendSMS");
        codes.add(
                Meaning.NOT_SHOWN,
                "the SMS was not answered in time",
                "SMSAuthFailedNoResponseTimeout",
                "User2WaySMSAuthFailedNoResponseTimeout");
        codes.add(Meaning.NOT_SHOWN, "the SMS was answered with a wrong code", "User2WaySMSAuthFailedWrongCodeEntered");

        codes.add(Meaning.NOT_SHOWN, "the call went to voicemail", "UserVoiceAuthFailedCallWentToVoicemail");
        codes.add(Meaning.NOT_SHOWN, "the user pressed a wrong key", "UserVoiceAuthFailedInvalidPhoneInput");
        codes.add(Meaning.NOT_SHOWN, "the user hung up", "UserVoiceAuthFailedPhoneHungUp");
        codes.add(Meaning.NOT_SHOWN, "the phone number is not valid", "UserVoiceAuthFailedInvalidPhoneNumber");
        codes.add(Meaning.NOT_SHOWN, "the extension is not valid", "UserVoiceAuthFailedInvalidExtension");
        codes.add(Meaning.NOT_SHOWN, "the phone could not be reached", "UserVoiceAuthFailedPhoneUnreachable");
        codes.add(Meaning.FAULT, "the call could not be made", "UserVoiceAuthFailedProviderCouldntSendCall");

        codes.add(
                Meaning.NOT_SHOWN,
                "another prompt of this user is open, perhaps from another server",
                "UserAuthFailedDuplicateRequest");
        codes.add(Meaning.NOT_SHOWN, "the user is blocked for multifactor authentication in Entra", "UserIsBlocked");
        codes.add(
                Meaning.NOT_ENROLLED,
                "the user does not have this method; " + ENROL,
                "AuthenticationMethodNotConfigured",
                "ProofDataNotFound");
        codes.add(
                Meaning.NOT_ENROLLED,
                "the user has no default method; " + ENROL,
                "NoDefaultAuthenticationMethodIsConfigured");
        codes.add(Meaning.NOT_SHOWN, "the tenant does not allow this method", "AuthenticationMethodNotSupported");
        codes.add(Meaning.NOT_SHOWN, "the method failed", "AuthenticationMethodFailed");
        codes.add(Meaning.FAULT, "the service failed", "InternalError");
        codes.add(Meaning.FAULT, "the service refuses the request", "VersionNotSupported");
        // Perhaps for what the user typed, so no fault of the service
        codes.add(Meaning.NOT_SHOWN, "the service refuses the request", "InvalidParameter", "InvalidArgument");
        codes.add(
                Meaning.NOT_SHOWN,
                "the user's phone number is not valid in Entra",
                "InvalidFormat",
                "StrongAuthenticationServiceInvalidParameter");
        codes.add(
                Meaning.NOT_SHOWN,
                "the service was asked too often for this user",
                "AuthenticationThrottled",
                "AuthenticationMethodLimitReached");
        codes.add(Meaning.NOT_SHOWN, "the prompt is over or was never there", "InvalidSession");
        codes.add(Meaning.NOT_SHOWN, "the user is not in this tenant", "UserNotFound");
        codes.add(
                Meaning.NOT_SHOWN,
                "the service does not answer for this user; is the domain one of this tenant?",
                "BecAccessDenied",
                "AccessDenied");
        codes.add(Meaning.FAULT, "the tenant is blocked", "TenantIsBlocked");
        return Map.copyOf(codes.byValue);
    }

    private static final class Codes {
        private final Map<String, ResultCode> byValue = new HashMap<>();

        void add(Meaning meaning, String words, String... values) {
            for (var value : values) {
                byValue.put(value, new ResultCode(value, meaning, words));
            }
        }
    }
}
