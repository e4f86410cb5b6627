package io.countersign.mfa.entra.user;

import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParseNode;
import com.microsoft.kiota.serialization.SerializationWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The applications that a tenant lets in, as Graph tells them. */
public record ServicePrincipals(Graph graph) {
    /** What became of the question. */
    public sealed interface Answer {}

    /** There is one. */
    public record Found(boolean enabled) implements Answer {}

    /** There is none. */
    public record Missing() implements Answer {}

    /** Graph does not tell. */
    public record NotTold(String why) implements Answer {}

    /**
     * Asks for an application's service principal.
     *
     * @param clientId the application's id, a GUID
     */
    public Answer find(String clientId) throws InterruptedException {
        try {
            var page = graph.ask(
                    "servicePrincipals",
                    Map.of("$filter", "appId eq '" + clientId + "'", "$select", "id,accountEnabled"),
                    _ -> new Page());
            return page.principals.isEmpty()
                    ? new Missing()
                    : new Found(page.principals.stream().allMatch(principal -> Boolean.TRUE.equals(principal.enabled)));
        } catch (Graph.NoAnswer refused) {
            return new NotTold(String.valueOf(refused.getMessage()));
        }
    }

    private static final class Principal implements Parsable {
        @Nullable
        Boolean enabled;

        @Override
        public Map<String, Consumer<ParseNode>> getFieldDeserializers() {
            return Map.of("accountEnabled", node -> enabled = node.getBooleanValue());
        }

        @Override
        public void serialize(SerializationWriter writer) {
            throw new UnsupportedOperationException("service principals are only read");
        }
    }

    private static final class Page implements Parsable {
        private final List<Principal> principals = new ArrayList<>();

        @Override
        public Map<String, Consumer<ParseNode>> getFieldDeserializers() {
            return Map.of("value", node -> {
                var values = node.getCollectionOfObjectValues(_ -> new Principal());
                if (values != null) {
                    principals.addAll(values);
                }
            });
        }

        @Override
        public void serialize(SerializationWriter writer) {
            throw new UnsupportedOperationException("service principals are only read");
        }
    }
}
