package io.countersign.mfa.entra.token;

import java.net.URI;

/**
 * An application in the tenant and what it asks for.
 *
 * @param name what people call it: {@code push} or {@code graph}
 * @param authority such as {@code https://login.microsoftonline.com}
 * @param tenant the tenant's id or one of its domains
 * @param clientId the application's id
 * @param scope what a token shall be good for, such as {@code https://graph.microsoft.com/.default}
 */
public record Application(
        String name, URI authority, String tenant, String clientId, ApplicationCredential credential, String scope) {}
