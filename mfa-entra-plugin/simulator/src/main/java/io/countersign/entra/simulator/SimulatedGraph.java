package io.countersign.entra.simulator;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The part of Microsoft Graph that is asked (entra-mfa 3.1): users, service principals, and what users have registered. */
final class SimulatedGraph implements SimulatedService.Handler {
    private static final String REGISTRATIONS = "reports/authenticationMethods/userRegistrationDetails/";
    private static final List<String> STANDARD = List.of("id", "userPrincipalName", "displayName", "mail");

    private final Tenant tenant;
    private final IssuedTokens tokens;
    private final String self;
    private final GraphFaults faults;

    SimulatedGraph(Tenant tenant, IssuedTokens tokens, String self, GraphFaults faults) {
        this.tenant = tenant;
        this.tokens = tokens;
        this.self = self;
        this.faults = faults;
    }

    @Override
    public Answered answer(SimulatedService.Asked asked) throws IOException, InterruptedException {
        if (!asked.uri().getPath().startsWith("/v1.0/")) {
            return Answered.Http.text(404, "not found");
        }
        var token = tokens.find(asked.bearer(), self);
        if (token.isEmpty()) {
            return error(401, "InvalidAuthenticationToken", "Access token validation failure.");
        }
        var fault = faults.answer();
        if (fault.isPresent()) {
            return fault.get();
        }
        var app = tenant.applications().get(token.get().clientId().toLowerCase(Locale.ROOT));
        var path = asked.uri().getPath().substring("/v1.0/".length());
        var query = query(asked.uri().getRawQuery());
        try {
            if (path.equals("servicePrincipals")) {
                return allowed(app, "Application.Read.All") ? servicePrincipals(query) : denied();
            }
            if (path.equals("users") || path.startsWith("users/")) {
                return allowed(app, "User.Read.All") ? users(asked, path, query) : denied();
            }
            if (path.startsWith(REGISTRATIONS)) {
                return allowed(app, "AuditLog.Read.All")
                        ? registration(
                                path.substring(REGISTRATIONS.length()),
                                asked.uri().getRawQuery())
                        : denied();
            }
        } catch (Filter.Unparsable unparsable) {
            return error(400, "Request_BadRequest", String.valueOf(unparsable.getMessage()));
        }
        return error(404, "Request_ResourceNotFound", "Resource not found for the segment.");
    }

    private Answered users(SimulatedService.Asked asked, String path, Map<String, String> query)
            throws Filter.Unparsable {
        if (path.startsWith("users/")) {
            var key = path.substring("users/".length());
            return tenant.users().stream()
                    .filter(user -> user.id().equals(key) || user.upn().equalsIgnoreCase(key))
                    .findFirst()
                    .<Answered>map(
                            user -> Answered.Http.json(200, JsonMapper.shared().writeValueAsString(shown(user, query))))
                    .orElseGet(() -> error(404, "Request_ResourceNotFound", "Resource does not exist."));
        }
        var filter = Filter.parse(query.getOrDefault("$filter", ""));
        if (filter.isAdvanced()
                && !(asked.header("ConsistencyLevel").equals("eventual") && "true".equals(query.get("$count")))) {
            return error(400, "Request_UnsupportedQuery", "Unsupported or invalid query filter clause specified.");
        }
        var hits = tenant.users().stream()
                .filter(filter::matches)
                .map(user -> shown(user, query))
                .toList();
        int top = Integer.parseInt(query.getOrDefault("$top", "100"));
        var page = new LinkedHashMap<String, Object>();
        page.put("@odata.context", self + "/v1.0/$metadata#users");
        if (hits.size() > top) {
            page.put("@odata.nextLink", self + "/v1.0/users?$skiptoken=next");
        }
        page.put("value", hits.subList(0, Math.min(top, hits.size())));
        return Answered.Http.json(200, JsonMapper.shared().writeValueAsString(page));
    }

    /** By object id alone, and without parameters of the query. */
    private Answered registration(String id, @Nullable String query) {
        if (query != null) {
            return error(400, "BadRequest", "Query options are not supported for this method.");
        }
        return tenant.users().stream()
                .filter(user -> user.id().equals(id))
                .findFirst()
                .<Answered>map(user -> Answered.Http.json(
                        200,
                        JsonMapper.shared()
                                .writeValueAsString(Map.of(
                                        "@odata.context",
                                        self
                                                + "/v1.0/$metadata#reports/authenticationMethods/userRegistrationDetails/$entity",
                                        "id",
                                        user.id(),
                                        "userPrincipalName",
                                        user.upn(),
                                        "methodsRegistered",
                                        user.registered()))))
                .orElseGet(() -> error(404, "ResourceNotFound", "Resource not found."));
    }

    private static Map<String, Object> shown(Tenant.Account user, Map<String, String> query) {
        var all = new HashMap<String, Object>(user.properties());
        all.put("id", user.id());
        all.put("userPrincipalName", user.upn());
        all.put("accountEnabled", user.enabled());
        var wanted = query.containsKey("$select")
                ? Arrays.asList(query.get("$select").split(",", -1))
                : STANDARD;
        var shown = new LinkedHashMap<String, Object>();
        for (var property : wanted) {
            shown.put(property, all.get(property));
        }
        return shown;
    }

    private Answered servicePrincipals(Map<String, String> query) throws Filter.Unparsable {
        var found = new ArrayList<Map<String, Object>>();
        for (var term : Filter.parse(query.getOrDefault("$filter", "")).terms()) {
            var app = tenant.applications().get(term.value().toLowerCase(Locale.ROOT));
            if (term.property().equals("appId") && app != null) {
                found.add(Map.of(
                        "id", app.clientId(),
                        "appId", app.clientId(),
                        "displayName", app.name(),
                        "accountEnabled", app.enabled(),
                        "keyCredentials", List.of()));
            }
        }
        return Answered.Http.json(200, JsonMapper.shared().writeValueAsString(Map.of("value", found)));
    }

    private static boolean allowed(Tenant.@Nullable App app, String permission) {
        return app != null && app.permissions().contains(permission);
    }

    private static Answered denied() {
        return error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }

    private static Answered.Http error(int status, String code, String message) {
        return Answered.Http.json(
                status,
                JsonMapper.shared().writeValueAsString(Map.of("error", Map.of("code", code, "message", message))));
    }

    private static Map<String, String> query(@Nullable String raw) {
        var query = new HashMap<String, String>();
        if (raw != null) {
            for (var pair : raw.split("&", -1)) {
                var parts = pair.split("=", 2);
                query.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
