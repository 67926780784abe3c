package fr.bleu.http;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text that is about to be logged: signatures of shared access, credentials of
 * headers and forms, tokens, keys. A second line of defence: what is secret should not be put into
 * a message in the first place.
 */
public final class Redaction {
    private static final String HIDDEN = "REDACTED";
    private static final int MAX_CHARS = 32_768;

    private static final Pattern SECRETS =
            Pattern.compile(
                    // name=value in a query, form or connection string
                    "(?i)(?<key>\\b(?:sig|client_secret|client_assertion|assertion|password|code"
                            + "|device_code|refresh_token|access_token|id_token|AccountKey"
                            + "|SharedAccessSignature)(?:=|%3D))[^&\\s;\"',)]+"
                            // "name": "value" in JSON
                            + "|(?<json>\"(?:client_secret|client_assertion|secretText|value|password"
                            + "|access_token|refresh_token|id_token)\"\\s*:\\s*\")(?:[^\"\\\\]|\\\\.)*"
                            // an Authorization header, whatever its scheme
                            + "|(?<header>\\b(?:Proxy-)?Authorization\\b[\"']?\\s*[:=]\\s*)[^\\r"
                            + "\\n"
                            + "]+|(?<scheme>\\b(?:Bearer|SharedKey|SharedKeyLite|Basic)\\s+)"
                            + "[A-Za-z0-9+/=._~:-]{8,}"
                            // a JSON Web Token standing alone
                            + "|\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?"
                            // a private key
                            + "|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z"
                            + " ]*PRIVATE KEY-----|$)");

    private Redaction() {}

    /** The text without secrets, cut at 32 Ki characters. */
    public static String of(String text) {
        String bounded = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
        Matcher matcher = SECRETS.matcher(bounded);
        StringBuilder out = new StringBuilder(bounded.length());
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(kept(matcher) + HIDDEN));
        }
        return matcher.appendTail(out).toString();
    }

    /** A stack trace without secrets. */
    public static String of(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return of(trace.toString());
    }

    private static String kept(Matcher matcher) {
        for (String group : new String[] {"key", "json", "header", "scheme"}) {
            String value = matcher.group(group);
            if (value != null) {
                return value;
            }
        }
        return "";
    }
}
