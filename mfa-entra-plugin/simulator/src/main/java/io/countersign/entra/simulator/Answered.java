package io.countersign.entra.simulator;

import java.util.Map;

/** What a service answers to one request. */
sealed interface Answered {
    /** An HTTP answer. */
    record Http(int status, String type, String body, Map<String, String> headers) implements Answered {
        static Http json(int status, String body) {
            return new Http(status, "application/json", body, Map.of());
        }

        static Http xml(String body) {
            return new Http(200, "application/xml; charset=utf-8", body, Map.of());
        }

        static Http text(int status, String body) {
            return new Http(status, "text/plain", body, Map.of());
        }
    }

    /** The connection ends without an answer. */
    record Reset() implements Answered {}
}
