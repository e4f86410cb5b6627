package io.countersign.mfa.entra.user;

/**
 * An account in Entra that may be asked.
 *
 * @param id the object id
 * @param upn what the push service knows it by
 */
public record EntraUser(String id, String upn) {}
