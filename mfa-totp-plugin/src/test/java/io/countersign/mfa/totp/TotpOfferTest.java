package io.countersign.mfa.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.Enrolling.BroughtSecret;
import io.countersign.mfa.Enrolling.Notation;
import io.countersign.mfa.Enrolling.Others;
import io.countersign.mfa.EnrollmentRefused;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import io.countersign.mfa.contract.TestHost;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TotpOfferTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final String K = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final String OTHER = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";
    private static final MfaUser ALICE = TotpProviderTest.user("alice");
    private static final TotpSettings PLAIN = new TotpSettings("Contoso", Algorithm.SHA1, 6, STEP, 1, 5);
    private static final TotpSettings RARE =
            new TotpSettings("Contoso & S\u00f6hne", Algorithm.SHA256, 8, Duration.ofMinutes(1), 1, 5);

    private final TestHost host = new TestHost(InstantSource.fixed(NOON));
    private final Enrolling enrolling = enrolling(PLAIN);

    @Test
    void nothingIsKeptBeforeSomebodySaysSo() {
        offer(Others.NONE, K);

        assertThat(enrolling.credentials(ALICE)).isEmpty();
    }

    @Test
    void aSecondAppIsRefusedWithWhatThereIs() {
        var first = offer(Others.NONE, K).keep().credential();

        assertThatExceptionOfType(EnrollmentRefused.class)
                .isThrownBy(() -> offer(Others.NONE, OTHER))
                .withMessage(
                        "alice has " + first.id() + " (SHA1, 6 digits, 30 s, added 2026-03-02, never used) already."
                                + " Write --replace if the new one takes its place, so that a lost device works no more, or --add if"
                                + " both are to work");
    }

    @Test
    void twoAdministratorsAtOnceMakeNoSecondAppUnknowingly() {
        var one = offer(Others.NONE, K);
        var other = offer(Others.NONE, OTHER);
        one.keep();

        assertThatExceptionOfType(EnrollmentRefused.class).isThrownBy(other::keep);
        assertThat(enrolling.credentials(ALICE)).hasSize(1);
    }

    @Test
    void anotherAppIsAddedKnowingly() {
        offer(Others.NONE, K).keep();

        assertThat(offer(Others.KEPT, OTHER).keep().replaced()).isEmpty();
        assertThat(enrolling.credentials(ALICE)).hasSize(2);
        assertThat(answer(code(K, 0))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void aLostAppIsReplacedAndWorksNoMore() {
        var lost = offer(Others.NONE, K).keep().credential();

        var enrolled = offer(Others.REPLACED, OTHER).keep();

        assertThat(enrolled.replaced()).containsExactly(lost);
        assertThat(enrolling.credentials(ALICE)).containsExactly(enrolled.credential());
        assertThat(answer(code(K, 0))).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(answer(code(OTHER, 0))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void fiveAppsAreTheMostButCanBeReplaced() {
        for (int app = 1; app <= 5; app++) {
            enrolling.offer(ALICE, Others.KEPT, Optional.empty()).keep();
        }

        assertThatExceptionOfType(EnrollmentRefused.class)
                .isThrownBy(() -> enrolling.offer(ALICE, Others.KEPT, Optional.empty()))
                .withMessageContaining("revoke one first, or --replace all");
        assertThat(enrolling
                        .offer(ALICE, Others.REPLACED, Optional.empty())
                        .keep()
                        .replaced())
                .hasSize(5);
    }

    @Test
    void aCodeProvesItAndIsUsedUpByThat() {
        var code = code(K, 0);

        offer(Others.NONE, K)
                .provedBy(new MfaEvent.Answer(code.substring(0, 3) + " " + code.substring(3)))
                .keep();

        assertThat(answer(code)).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(answer(code(K, 1))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void aWrongCodeProvesNothingAndSaysWhatMayBeWrong() {
        var offer = offer(Others.NONE, K);

        assertThat(whyWrong(offer, "000000"))
                .isEqualTo("the code is not of this secret; type the code that the device shows now");
        assertThat(whyWrong(offer, "none")).isEqualTo("this is no code; type the 6 digits that the device shows");
        assertThat(whyWrong(offer, code(K, 8)))
                .isEqualTo(
                        "the code is right for a clock that is 4 min ahead; set the time of the device, or of this machine");
        assertThat(whyWrong(offer, code(K, -2)))
                .isEqualTo(
                        "the code is right for a clock that is 60 s behind; set the time of the device, or of this machine");
    }

    @Test
    void anAppThatIgnoresWhatTheQrCodeSaysIsFoundOut() {
        var rare = enrolling(RARE).offer(ALICE, Others.NONE, Optional.of(brought(K)));

        assertThat(whyWrong(rare, code(K, 0)))
                .isEqualTo(
                        "the device shows codes of SHA1, 6 digits, 30 s, not of SHA256, 8 digits, 60 s: it ignores what the"
                                + " QR code says; use another app, or change mfa.totp in the settings");
    }

    @Test
    void warnsWhereAppsComputeOtherwise() {
        assertThat(enrolling.offer(ALICE, Others.NONE, Optional.empty()).remarks())
                .isEmpty();
        assertThat(enrolling(RARE).offer(ALICE, Others.NONE, Optional.empty()).remarks())
                .anySatisfy(remark -> assertThat(remark)
                        .startsWith("not every app computes SHA256, 8 digits, 60 s: Microsoft Authenticator,")
                        .contains("--verify"))
                .anySatisfy(remark -> assertThat(remark).startsWith("some apps refuse a QR code whose issuer has"));
        for (var uri :
                new String[] {"&algorithm=SHA256", "&algorithm=SHA512", "&digits=8", "&digits=7", "&period=60"}) {
            assertThat(offer(Others.NONE, "otpauth://totp/?secret=" + K + uri).remarks())
                    .singleElement()
                    .asString()
                    .startsWith("not every app computes ");
        }
    }

    @Test
    void tellsWhatABroughtUriIsOfAndShowsNoneOfItsOwn() {
        var offer = offer(Others.NONE, "otpauth://totp/Contoso:bob?secret=" + K);

        assertThat(offer.remarks()).containsExactly("the URI says that it is of Contoso: bob");
        assertThat(offer.uri()).isEmpty();
    }

    @Test
    void theKeyUriIsEncoded() {
        var uri = enrolling(RARE)
                .offer(TotpProviderTest.user("alice smith"), Others.NONE, Optional.empty())
                .uri()
                .orElseThrow();

        assertThat(uri.replaceFirst("secret=[A-Z2-7]{32}&", "secret=K&"))
                .isEqualTo("otpauth://totp/Contoso%20%26%20S%C3%B6hne:alice%20smith?secret=K"
                        + "&issuer=Contoso%20%26%20S%C3%B6hne&algorithm=SHA256&digits=8&period=60");
    }

    @Test
    void anAccountWithAColonIsShownWithoutOne() {
        var offer = enrolling.offer(TotpProviderTest.user("dave:x"), Others.NONE, Optional.empty());

        assertThat(offer.uri().orElseThrow()).startsWith("otpauth://totp/Contoso:dave_x?");
        assertThat(offer.remarks()).containsExactly("apps refuse an account with a colon; they will show dave_x");
    }

    @Test
    void aShortSecretIsAWeakness() {
        var offer = enrolling.offer(
                ALICE, Others.NONE, Optional.of(new BroughtSecret("JBSWY3DPEHPK3PXP", Notation.AS_IT_LOOKS, true)));

        assertThat(offer.weaknesses()).containsExactly("a secret of 10 octets, where RFC 4226 asks for 16 or more");
        assertThat(offer(Others.NONE, K).weaknesses()).isEmpty();
    }

    @Test
    void sevenDigitsAreKept() {
        offer(Others.NONE, "otpauth://totp/?digits=7&secret=" + K).keep();
        var code = new CodeKey(Seed.kept(K), Algorithm.SHA1, 7, STEP).code(NOON.getEpochSecond() / 30);

        assertThat(code).hasSize(7);
        assertThat(answer(code)).isEqualTo(new MfaOutcome.Approved());
    }

    private Enrolling.Offer offer(Others others, String secret) {
        return enrolling.offer(ALICE, others, Optional.of(brought(secret)));
    }

    private static BroughtSecret brought(String secret) {
        return new BroughtSecret(secret, Notation.AS_IT_LOOKS, false);
    }

    private static String whyWrong(Enrolling.Offer offer, String code) {
        try {
            offer.provedBy(new MfaEvent.Answer(code));
            throw new AssertionError("proved by a wrong code");
        } catch (EnrollmentRefused refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static String code(String seed, int steps) {
        return Hotp.code(Seed.kept(seed), Algorithm.SHA1, NOON.getEpochSecond() / 30 + steps, 6);
    }

    private Enrolling enrolling(TotpSettings settings) {
        return new TotpProvider(settings, host).enrolling().orElseThrow();
    }

    private MfaOutcome answer(String typed) {
        var request = new MfaRequest(
                "7F3K9QRS", ALICE, Set.of(Interaction.CODE), "vpn-01", Optional.empty(), NOON.plus(STEP));
        return new TotpProvider(PLAIN, host).resume(request, new MfaHandle(ALICE.id()), new MfaEvent.Answer(typed));
    }
}
