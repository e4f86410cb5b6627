package io.countersign.radius.secondfactor;

/**
 * What a factor said.
 *
 * @param provider the one that was asked last
 */
public record FactorAnswer(String provider, FactorOutcome outcome) {
    static FactorAnswer denied(String provider, String reason) {
        return new FactorAnswer(provider, FactorOutcome.Denied.notShown(reason));
    }
}
