package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.policy.Problems;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.dictionary.Dictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the shipped examples can be applied where their groups and second factors are. */
class ShippedPoliciesTest {
    @ParameterizedTest
    @ValueSource(strings = {"mixed.yaml", "rd-gateway.yaml", "vpn-totp.yaml"})
    void canBeApplied(String name) throws IOException {
        var document = PolicyReader.read(name, Files.readString(Path.of("..", "policies", "examples", name)));
        var directory = new FakeDirectory();
        directory.haveEveryGroup();
        var names = new CompiledPolicies.Names(
                Dictionary.standard(),
                Map.of("local", directory),
                Map.of(
                        "entra", new FakeProvider(Interaction.OUT_OF_BAND).named("entra"),
                        "totp", new FakeProvider(Interaction.CODE).named("totp")),
                Set.of());
        var problems = new Problems();
        var compiled = PolicyCompiler.compile(1, document, document.clients().orElseThrow(), Map.of(), names, problems);
        assertThat(problems.list()).isEmpty();
        assertThat(compiled).isPresent();
    }
}
