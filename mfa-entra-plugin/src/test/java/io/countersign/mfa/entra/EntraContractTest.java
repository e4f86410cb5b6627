package io.countersign.mfa.entra;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.contract.MfaContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The rules that every plugin keeps, for each way to wait and to ask. */
class EntraContractTest {
    @TempDir
    static Path folder;

    private static SimulatedTenant tenant;

    @BeforeAll
    static void start() throws IOException {
        tenant = new SimulatedTenant(folder);
        tenant.restart(
                SimulatedTenant.resource("tenant.yaml")
                        .replace(
                                "users:\n",
                                "users:\n  - {upn: contract@contoso.example, methods: [PhoneAppNotification, PhoneAppOTP], code: '1'}\n"));
        tenant.phone("* approve");
    }

    @AfterAll
    static void stop() {
        tenant.close();
    }

    @TestFactory
    Stream<DynamicTest> synchronousPushes() {
        return rules("push", "synchronous");
    }

    @TestFactory
    Stream<DynamicTest> asynchronousPushes() {
        return rules("push", "asynchronous");
    }

    @TestFactory
    Stream<DynamicTest> codes() {
        return rules("code,push", "synchronous");
    }

    private static Stream<DynamicTest> rules(String methods, String waiting) {
        return MfaContract.rules(host -> provider(methods, waiting, host)).stream()
                .map(rule -> dynamicTest(rule.name(), rule::run));
    }

    private static MfaProvider provider(String methods, String waiting, MfaHost host) {
        try {
            return new EntraFactory()
                    .create(tenant.settings().with("push.methods", methods).with("push.waiting", waiting), host);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
