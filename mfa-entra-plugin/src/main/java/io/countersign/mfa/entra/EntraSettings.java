package io.countersign.mfa.entra;

import io.countersign.mfa.entra.push.PushSettings;
import io.countersign.mfa.entra.token.Application;
import io.countersign.mfa.entra.user.UserSettings;
import io.countersign.mfa.web.WebSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The block {@code mfa: entra:} of the settings.
 *
 * @param pushApplication Microsoft's own application, which may ask the push service
 * @param graphApplication the tenant's application, which may read users
 * @param graphHost such as {@code https://graph.microsoft.com}
 */
record EntraSettings(
        Cloud cloud,
        Application pushApplication,
        Application graphApplication,
        URI graphHost,
        PushSettings push,
        UserSettings users,
        WebSettings web) {
    /** Everything that the plugin may speak to. */
    List<URI> hosts() {
        var hosts = new ArrayList<>(List.of(pushApplication.authority(), graphHost, push.host()));
        hosts.addAll(push.furtherHosts());
        return hosts;
    }
}
