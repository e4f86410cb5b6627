package io.countersign.entra.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The token endpoint (entra-mfa 1.3): client credentials by secret or by a signed assertion. */
final class SimulatedLogin implements SimulatedService.Handler {
    private static final String BEARER_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String TRACE = " Trace ID: 00000000-0000-0000-0000-000000000000";

    private final Tenant tenant;
    private final IssuedTokens tokens;
    private final String self;
    private final String graph;
    private final InstantSource clock;

    /** Says no, in the way of the service. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int number;

        Refused(int number, String message) {
            super(message);
            this.number = number;
        }
    }

    SimulatedLogin(Tenant tenant, IssuedTokens tokens, String self, String graph, InstantSource clock) {
        this.tenant = tenant;
        this.tokens = tokens;
        this.self = self;
        this.graph = graph;
        this.clock = clock;
    }

    @Override
    public Answered answer(SimulatedService.Asked asked) {
        var path = asked.uri().getPath().split("/", -1);
        if (!asked.method().equals("POST")
                || path.length < 3
                || !asked.uri().getPath().endsWith("/oauth2/v2.0/token")) {
            return Answered.Http.text(404, "not found");
        }
        try {
            return token(path[1], form(asked.body()));
        } catch (Refused refused) {
            return error(refused);
        }
    }

    private Answered token(String tenantId, Map<String, String> form) throws Refused {
        if (!tenantId.equalsIgnoreCase(tenant.id())) {
            throw new Refused(90002, "Tenant '" + tenantId + "' not found.");
        }
        var app = tenant.applications().get(form.getOrDefault("client_id", "").toLowerCase(Locale.ROOT));
        if (app == null) {
            throw new Refused(700016, "Application was not found in the directory.");
        }
        if (!"client_credentials".equals(form.get("grant_type"))) {
            throw new Refused(70003, "The grant type is not supported.");
        }
        if (!app.enabled()) {
            throw new Refused(7000112, "Application is disabled.");
        }
        check(app, tenantId, form);
        var audience = audience(form.getOrDefault("scope", ""));
        var until = clock.instant().plus(tenant.tokenLifetime());
        var text = tokens.issue(new IssuedTokens.Token(audience, app.clientId(), until));
        return Answered.Http.json(
                200,
                JsonMapper.shared()
                        .writeValueAsString(Map.of(
                                "token_type",
                                "Bearer",
                                "expires_in",
                                tenant.tokenLifetime().toSeconds(),
                                "ext_expires_in",
                                tenant.tokenLifetime().toSeconds(),
                                "access_token",
                                text)));
    }

    private void check(Tenant.App app, String tenantId, Map<String, String> form) throws Refused {
        var secret = form.get("client_secret");
        var assertion = form.get("client_assertion");
        if (secret != null) {
            check(app, secret);
        } else if (assertion != null && BEARER_ASSERTION.equals(form.get("client_assertion_type"))) {
            new Assertion(app, self + "/" + tenantId + "/oauth2/v2.0/token", clock).check(assertion);
        } else {
            throw new Refused(7000218, "The request body must contain 'client_assertion' or 'client_secret'.");
        }
    }

    private void check(Tenant.App app, String secret) throws Refused {
        var known = app.secret().orElse("");
        if (known.isEmpty()
                || !MessageDigest.isEqual(
                        known.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8))) {
            throw new Refused(7000215, "Invalid client secret provided.");
        }
        if (!clock.instant().isBefore(app.secretUntil())) {
            throw new Refused(7000222, "The provided client secret keys are expired.");
        }
    }

    private String audience(String scope) throws Refused {
        var resource = Arrays.stream(scope.split(" "))
                .filter(word -> word.endsWith("/.default"))
                .map(word -> word.substring(0, word.length() - "/.default".length()))
                .findFirst()
                .orElse("");
        if (resource.equals(tenant.pushResource()) && !tenant.connectorEnabled()) {
            throw new Refused(500014, "The service principal for resource is disabled.");
        }
        if (!resource.equals(tenant.pushResource()) && !resource.equals(graph)) {
            throw new Refused(500011, "The resource principal was not found in the tenant.");
        }
        return resource;
    }

    private Answered error(Refused refused) {
        var error = Map.of(
                "error",
                Optional.of(refused.number)
                        .filter(number -> List.of(700016, 7000112, 90002, 70003).contains(number))
                        .map(_ -> "unauthorized_client")
                        .orElse("invalid_client"),
                "error_description",
                "AADSTS" + refused.number + ": " + refused.getMessage() + TRACE,
                "error_codes",
                List.of(refused.number),
                "timestamp",
                clock.instant().toString(),
                "trace_id",
                "00000000-0000-0000-0000-000000000000",
                "correlation_id",
                "00000000-0000-0000-0000-000000000000");
        return Answered.Http.json(
                refused.number == 90002 ? 400 : 401, JsonMapper.shared().writeValueAsString(error));
    }

    private static Map<String, String> form(String body) {
        var form = new HashMap<String, String>();
        for (var pair : body.split("&", -1)) {
            var parts = pair.split("=", 2);
            form.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
