package io.countersign.mfa.entra.token;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.countersign.mfa.web.Web;
import java.io.IOException;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** MSAL's requests over the plugin's one HTTP client, so that trust, proxy, time-outs and hosts are the same for all. */
record MsalWeb(Web web) implements IHttpClient {
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

    @Override
    public IHttpResponse send(HttpRequest asked) throws IOException {
        var request = new Request.Builder().url(asked.url());
        Map.copyOf(asked.headers()).forEach(request::header);
        if (asked.body() != null) {
            request.post(RequestBody.create(asked.body(), FORM));
        }
        try (var answer = web.client().newCall(request.build()).execute()) {
            var response = new HttpResponse().statusCode(answer.code());
            response.body(answer.body() == null ? "" : answer.body().string());
            response.addHeaders(answer.headers().toMultimap());
            return response;
        }
    }
}
