package io.countersign.mfa.entra;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Microsoft's clouds: where each has its services. Each address can be set apart from its cloud. */
enum Cloud {
    PUBLIC(
            "public",
            "https://login.microsoftonline.com",
            "https://strongauthenticationservice.auth.microsoft.com",
            "https://adnotifications.windowsazure.com",
            "https://graph.microsoft.com"),
    US_GOVERNMENT(
            "us-government",
            "https://login.microsoftonline.us",
            "https://strongauthenticationservice.auth.microsoft.us",
            "https://adnotifications.windowsazure.us",
            "https://graph.microsoft.us"),
    CHINA(
            "china",
            "https://login.chinacloudapi.cn",
            "https://strongauthenticationservice.auth.microsoft.cn",
            "https://adnotifications.windowsazure.cn",
            "https://microsoftgraph.chinacloudapi.cn");

    private final String word;
    private final String authority;
    private final String pushHost;
    private final String pushResourceHost;
    private final String graphHost;

    Cloud(String word, String authority, String pushHost, String pushResourceHost, String graphHost) {
        this.word = word;
        this.authority = authority;
        this.pushHost = pushHost;
        this.pushResourceHost = pushResourceHost;
        this.graphHost = graphHost;
    }

    static Optional<Cloud> named(String word) {
        return Arrays.stream(values()).filter(cloud -> cloud.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(cloud -> cloud.word).collect(Collectors.joining(", "));
    }

    String word() {
        return word;
    }

    String authority() {
        return authority;
    }

    String pushHost() {
        return pushHost;
    }

    String pushResource() {
        return pushResourceHost + "/StrongAuthenticationService.svc/Connector";
    }

    String graphHost() {
        return graphHost;
    }
}
