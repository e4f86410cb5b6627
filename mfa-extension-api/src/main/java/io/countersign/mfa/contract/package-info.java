/**
 * What every second-factor plugin must keep, as rules that a plugin's own tests run, and the stand-ins that they need. Knows no test
 * framework: a rule is a name and a check that throws {@link java.lang.AssertionError}.
 *
 * <p>With JUnit:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> keepsTheContract() {
 *     return MfaContract.rules(host -> new MyProvider(host)).stream()
 *             .map(rule -> dynamicTest(rule.name(), rule::run));
 * }
 * }</pre>
 */
@NullMarked
package io.countersign.mfa.contract;

import org.jspecify.annotations.NullMarked;
