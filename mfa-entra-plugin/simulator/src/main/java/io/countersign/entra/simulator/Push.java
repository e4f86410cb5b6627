package io.countersign.entra.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The push service (entra-mfa 1.5 to 1.8), in the shape that RADIUS servers use. */
final class Push implements SimulatedService.Handler {
    private static final String PATH = "/StrongAuthenticationService.svc/Connector/";
    private static final String CLIENT = "981f26a1-7f43-403b-a875-f8b09b8cd720";
    private static final Duration HALF_OPEN = Duration.ofMinutes(2);
    private static final int MOST_WRONG_CODES = 3;
    private static final List<String> BEGIN = List.of(
            "Version",
            "UserPrincipalName",
            "Lcid",
            "AuthenticationMethodId",
            "AuthenticationMethodProperties",
            "ContextId",
            "SyncCall",
            "RequireUserMatch",
            "CallerName",
            "CallerIP");
    private static final List<String> END =
            List.of("Version", "SessionId", "ContextId", "AdditionalAuthData", "UserPrincipalName");
    private static final List<String> METHODS = List.of("Version", "UserPrincipalName", "ContextId");
    private static final Set<String> KEYS = Set.of("OverrideVoiceOtp", "OverrideNumberMatchingWithOTP");
    private static final String OTP = "PhoneAppOTP";
    private static final String SMS = "OneWaySMS";

    private final Tenant tenant;
    private final IssuedTokens tokens;
    private final String self;
    private final Phone phone;
    private final Person person;
    private final SimulatorLog journal;
    private final InstantSource clock;
    private final OpenPrompts sessions;
    private final Answers answers = new Answers();

    Push(
            Tenant tenant,
            IssuedTokens tokens,
            String self,
            Phone phone,
            Person person,
            SimulatorLog journal,
            InstantSource clock) {
        this.tenant = tenant;
        this.tokens = tokens;
        this.self = self;
        this.phone = phone;
        this.person = person;
        this.journal = journal;
        this.clock = clock;
        this.sessions = new OpenPrompts(clock);
    }

    @Override
    public Answered answer(SimulatedService.Asked asked) throws IOException, InterruptedException {
        if (!asked.method().equals("POST") || !asked.uri().getPath().startsWith(PATH)) {
            return Answered.Http.text(404, "not found");
        }
        var token = tokens.find(asked.bearer(), tenant.pushResource());
        if (token.isEmpty()) {
            return Answered.Http.text(401, "the token is unknown, expired or for another audience");
        }
        if (!token.get().clientId().equalsIgnoreCase(CLIENT)) {
            return Answered.Http.text(403, "this client may not ask");
        }
        if (!asked.header("Content-Type").matches("(application|text)/xml(;.*)?")) {
            return Answered.Http.text(415, "send XML");
        }
        try {
            return switch (asked.uri().getPath().substring(PATH.length())) {
                case "BeginTwoWayAuthentication" ->
                    begin(StrictXml.read(asked.body(), "BeginTwoWayAuthenticationRequest", BEGIN));
                case "EndTwoWayAuthentication" ->
                    end(StrictXml.read(asked.body(), "EndTwoWayAuthenticationRequest", END));
                case "GetAvailableAuthenticationMethods" ->
                    methods(StrictXml.read(asked.body(), "GetAvailableAuthenticationMethodsRequest", METHODS));
                default -> Answered.Http.text(404, "no such operation");
            };
        } catch (StrictXml.Refused refused) {
            return Answered.Http.text(400, String.valueOf(refused.getMessage()));
        }
    }

    private Answered begin(StrictXml.Request request) throws StrictXml.Refused, IOException, InterruptedException {
        check(request);
        var upn = request.text("UserPrincipalName");
        var user = tenant.byUpn(upn);
        if (user.isEmpty()) {
            return result(upn, "UserNotFound", "false", "");
        }
        var step = phone.stepFor(user.get());
        var fault = fault(step, user.get());
        if (fault.isPresent()) {
            return fault.get();
        }
        var wanted = request.text("AuthenticationMethodId");
        var methods = user.get().methods();
        if (methods.isEmpty()) {
            return result(upn, "ProofDataNotFound", "false", "");
        }
        var method = wanted.isEmpty() ? methods.getFirst() : wanted;
        if (!methods.contains(method)) {
            return result(upn, "AuthenticationMethodNotConfigured", "false", "");
        }
        boolean codeForPush = "true".equals(request.properties().get("OverrideNumberMatchingWithOTP"))
                && method.equals("PhoneAppNotification")
                && methods.contains(OTP);
        if (method.equals(OTP) || method.equals(SMS) || codeForPush) {
            return challenge(user.get(), method, request);
        }
        if (!sessions.startWaiting(user.get().upn())) {
            return result(upn, "UserAuthFailedDuplicateRequest", "false", "");
        }
        journal.prompt(user.get().upn(), method, request.text("ContextId"));
        return request.text("SyncCall").equals("true")
                ? whenAnswered(user.get(), method, step)
                : started(user.get(), method, step);
    }

    private static void check(StrictXml.Request request) throws StrictXml.Refused {
        if (!KEYS.containsAll(request.properties().keySet())) {
            throw new StrictXml.Refused("a key in AuthenticationMethodProperties that nobody has seen");
        }
        if (!request.text("CallerName").equals("radius")) {
            throw new StrictXml.Refused("CallerName is not radius");
        }
        if (!request.text("Version").equals("1.0")
                || !request.text("RequireUserMatch").matches("true|false")) {
            throw new StrictXml.Refused("Version or RequireUserMatch");
        }
        if (!request.text("SyncCall").matches("true|false")) {
            throw new StrictXml.Refused("SyncCall is neither true nor false");
        }
        try {
            var _ = UUID.fromString(request.text("ContextId"));
        } catch (IllegalArgumentException wrong) {
            throw new StrictXml.Refused("ContextId is no GUID");
        }
    }

    /** What goes wrong before anybody is prompted, or instead of an answer. */
    private Optional<Answered> fault(Phone.Step step, Tenant.Account user) throws InterruptedException {
        return switch (step.action()) {
            case "not-registered" -> Optional.of(result(user.upn(), "ProofDataNotFound", "false", ""));
            case "throttled" -> Optional.of(result(user.upn(), "AuthenticationThrottled", "false", ""));
            case "blocked" -> Optional.of(result(user.upn(), "UserIsBlocked", "false", ""));
            case "broken-xml" -> Optional.of(answers.of("broken", Map.of()));
            case "dtd" -> Optional.of(answers.of("dtd", Map.of()));
            case "reset" -> Optional.of(new Answered.Reset());
            case "half-open" -> {
                Thread.sleep(HALF_OPEN);
                yield Optional.of(new Answered.Reset());
            }
            case "http" ->
                Optional.of(new Answered.Http(
                        Integer.parseInt(step.word(1, "500")),
                        "text/plain",
                        "simulated",
                        step.word(2, "").equals("retry-after") ? Map.of("Retry-After", step.word(3, "1")) : Map.of()));
            case "redirect" ->
                Optional.of(new Answered.Http(307, "text/plain", "", Map.of("Location", step.word(1, "/"))));
            default -> Optional.empty();
        };
    }

    private Answered challenge(Tenant.Account user, String method, StrictXml.Request request) {
        if (method.equals(SMS)) {
            journal.prompt(user.upn(), method, request.text("ContextId"));
        }
        var session = sessions.open(new OpenPrompts.Session(
                user,
                method,
                clock.instant(),
                Optional.of(user.code()),
                clock.instant(),
                new OpenPrompts.Result("Success", "true")));
        return answers.of(
                "begin-challenge",
                places(
                        user.upn(),
                        "value",
                        method.equals(SMS) ? "SMSSent" : "OathCodePending",
                        "session",
                        session,
                        "affinity",
                        self + PATH + "EndTwoWayAuthentication"));
    }

    private Answered whenAnswered(Tenant.Account user, String method, Phone.Step step) throws InterruptedException {
        try {
            var result = decided(user, method, step);
            var session = UUID.randomUUID().toString();
            if (step.action().equals("started-only")) {
                return answers.of("begin-started", places(user.upn(), "session", session, "affinity", self + PATH));
            }
            if (result.value().equals("Success")
                    && result.authenticationResult().equals("true")) {
                var about = step.action().equals("wrong-user") ? "somebody.else@contoso.example" : user.upn();
                var affinity = step.action().equals("affinity") ? step.word(1, "") : self + PATH;
                return answers.of("begin-approved", places(about, "session", session, "affinity", affinity));
            }
            return result(user.upn(), result.value(), result.authenticationResult(), session);
        } finally {
            sessions.stopWaiting(user.upn());
        }
    }

    /** Waits for the phone. */
    private OpenPrompts.Result decided(Tenant.Account user, String method, Phone.Step step)
            throws InterruptedException {
        if (step.action().equals("ask")) {
            return person.approves(user.upn(), method)
                    ? new OpenPrompts.Result("Success", "true")
                    : new OpenPrompts.Result("PhoneAppDenied", "false");
        }
        boolean answers = !step.action().equals("no-answer") && step.after().compareTo(tenant.patience()) < 0;
        Thread.sleep(answers ? step.after() : tenant.patience());
        return answers ? result(step) : noAnswer(method);
    }

    private static OpenPrompts.Result noAnswer(String method) {
        return new OpenPrompts.Result(
                method.startsWith("TwoWayVoice") ? "UserVoiceAuthFailedPhoneUnreachable" : "PhoneAppNoResponse",
                "false");
    }

    private static OpenPrompts.Result result(Phone.Step step) {
        return switch (step.action()) {
            case "approve", "affinity", "wrong-user", "started-only" -> new OpenPrompts.Result("Success", "true");
            case "deny" -> new OpenPrompts.Result("PhoneAppDenied", "false");
            case "fraud" -> new OpenPrompts.Result("PhoneAppFraudReported", "false");
            case "result" -> new OpenPrompts.Result(step.word(1, "InternalError"), step.word(2, "false"));
            default -> throw new IllegalArgumentException("phones do not know how to " + step.action());
        };
    }

    private Answered started(Tenant.Account user, String method, Phone.Step step) {
        boolean answers = !step.action().equals("no-answer") && step.after().compareTo(tenant.patience()) < 0;
        Instant now = clock.instant();
        var session = sessions.open(new OpenPrompts.Session(
                user,
                method,
                now,
                Optional.empty(),
                now.plus(answers ? step.after() : tenant.patience()),
                answers ? result(step) : noAnswer(method)));
        var affinity = step.action().equals("affinity") ? step.word(1, "") : self + PATH + "EndTwoWayAuthentication";
        return answers(user.upn(), session, affinity);
    }

    private Answered answers(String upn, String session, String affinity) {
        return answers.of("begin-started", places(upn, "session", session, "affinity", affinity));
    }

    private Answered end(StrictXml.Request request) {
        var id = request.text("SessionId");
        var found = sessions.find(id);
        if (found.isEmpty()) {
            return ended("InvalidSession", "false", false);
        }
        var session = found.get();
        if (session.code.isPresent()) {
            return code(id, session, request.text("AdditionalAuthData"));
        }
        if (clock.instant().isBefore(session.decidedAt)) {
            return ended("AuthenticationPending", "false", true);
        }
        sessions.end(id);
        sessions.stopWaiting(session.user.upn());
        return ended(session.result.value(), session.result.authenticationResult(), false);
    }

    private Answered code(String id, OpenPrompts.Session session, String typed) {
        if (!session.user.code().isEmpty() && session.user.code().equals(typed)) {
            sessions.end(id);
            return ended("Success", "true", false);
        }
        boolean sms = session.method.equals(SMS);
        if (session.countWrongCode() >= MOST_WRONG_CODES) {
            sessions.end(id);
            return ended(
                    sms ? "SMSAuthFailedMaxAllowedCodeRetryReached" : "OathCodeFailedMaxAllowedRetryReached",
                    "false",
                    false);
        }
        return ended(sms ? "SMSAuthFailedWrongCodeEntered" : "OathCodeIncorrect", "false", true);
    }

    private Answered methods(StrictXml.Request request) {
        var upn = request.text("UserPrincipalName");
        var user = tenant.byUpn(upn);
        var listed = user.stream()
                .flatMap(known -> known.methods().stream())
                .map(method -> "<AuthenticationMethod><Id>" + Answers.escaped(method) + "</Id></AuthenticationMethod>")
                .collect(Collectors.joining());
        return answers.of(
                "methods", places(upn, "value", user.isPresent() ? "Success" : "UserNotFound", "methods", listed));
    }

    private Answered result(String upn, String value, String authenticationResult, String session) {
        return answers.of(
                "begin-result",
                places(
                        upn,
                        "value",
                        value,
                        "message",
                        "simulated " + value,
                        "retry",
                        "false",
                        "session",
                        session,
                        "result",
                        Answers.result(authenticationResult)));
    }

    private Answered ended(String value, String authenticationResult, boolean retry) {
        return answers.of(
                "end-result",
                places(
                        "",
                        "value",
                        value,
                        "message",
                        "simulated " + value,
                        "retry",
                        Boolean.toString(retry),
                        "result",
                        Answers.result(authenticationResult)));
    }

    private static Map<String, String> places(String upn, String... pairs) {
        var places = new HashMap<String, String>();
        places.put("upn", upn);
        for (int i = 0; i < pairs.length; i += 2) {
            places.put(pairs[i], pairs[i + 1]);
        }
        return places;
    }
}
