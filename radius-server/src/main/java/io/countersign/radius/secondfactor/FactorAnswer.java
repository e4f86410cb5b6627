package io.countersign.radius.secondfactor;

/**
 * What a factor said.
 *
 * @param loginId the login that the user was asked for: where a request was that login sent again, not its own
 * @param provider the one that was asked last
 */
public record FactorAnswer(String loginId, String provider, FactorOutcome outcome) {
    static FactorAnswer denied(Login login, String provider, String reason) {
        return new FactorAnswer(login.id(), provider, FactorOutcome.Denied.notShown(reason));
    }

    static FactorAnswer superseded(Login login) {
        return new FactorAnswer(login.id(), "none", new FactorOutcome.Superseded());
    }
}
