package io.countersign.mfa.entra.user;

import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParseNode;
import com.microsoft.kiota.serialization.SerializationWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What users have registered for their second factor, by Graph's report of it, which may be some hours old. */
public record Registrations(Graph graph) {
    /** What became of the question. */
    public sealed interface Answer {}

    /**
     * The report has the user.
     *
     * @param methods in Graph's words, such as {@code mobilePhone}; a word may be new
     */
    public record Registered(List<String> methods) implements Answer {
        /** Copies the list. */
        public Registered {
            methods = List.copyOf(methods);
        }
    }

    /** Graph does not tell. */
    public record NotTold(String why) implements Answer {}

    /**
     * Asks what a user has registered. Needs the permission {@code AuditLog.Read.All}.
     *
     * @param id the user's object id
     */
    public Answer of(String id) throws InterruptedException {
        try {
            var report = graph.ask(
                    "reports/authenticationMethods/userRegistrationDetails/" + id, Map.of(), _ -> new Report());
            return new Registered(report.methods);
        } catch (Graph.NoAnswer refused) {
            return new NotTold(String.valueOf(refused.getMessage()));
        }
    }

    private static final class Report implements Parsable {
        private final List<String> methods = new ArrayList<>();

        @Override
        public Map<String, Consumer<ParseNode>> getFieldDeserializers() {
            return Map.of("methodsRegistered", node -> {
                var words = node.getCollectionOfPrimitiveValues(String.class);
                if (words != null) {
                    methods.addAll(words);
                }
            });
        }

        @Override
        public void serialize(SerializationWriter writer) {
            throw new UnsupportedOperationException("reports are only read");
        }
    }
}
