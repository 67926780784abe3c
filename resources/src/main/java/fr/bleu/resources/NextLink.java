package fr.bleu.resources;

import fr.bleu.http.Percent;
import fr.bleu.http.Request;
import java.util.List;
import java.util.Map;

/** Where a list goes on: the same request with a token. */
public final class NextLink {

    /** The parameter that carries the token. */
    public static final String TOKEN = "$skiptoken";

    private NextLink() {}

    /** The same request from a token on, which needs no escaping. */
    public static String of(Request request, String token) {
        StringBuilder link = new StringBuilder(request.baseUrl()).append(request.rawPath());
        char before = '?';
        for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
            if (!parameter.getKey().equalsIgnoreCase(TOKEN)) {
                link.append(before)
                        .append(Percent.encode(parameter.getKey()))
                        .append('=')
                        .append(Percent.encode(parameter.getValue().getFirst()));
                before = '&';
            }
        }
        return link.append(before)
                .append(Percent.encode(TOKEN))
                .append('=')
                .append(token)
                .toString();
    }
}
