package fr.bleu.http;

import java.util.EnumSet;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;

/** How every listener reads HTTP. */
final class Configurations {

    /**
     * Paths reach the {@link Router} as they were sent, and it decodes them strictly; user
     * information and fragments have no place in a request.
     */
    private static final UriCompliance RAW_PATHS =
            UriCompliance.from(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    UriCompliance.Violation.USER_INFO,
                                    UriCompliance.Violation.FRAGMENT)));

    private Configurations() {}

    /**
     * Strict, and silent about the server.
     *
     * @param headerBytes of a request's line and headers
     */
    static HttpConfiguration strict(int headerBytes) {
        var configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(headerBytes);
        configuration.setResponseHeaderSize(headerBytes);
        configuration.setMaxResponseHeaderSize(2 * headerBytes);
        configuration.setHttpCompliance(HttpCompliance.STRICT);
        configuration.setUriCompliance(RAW_PATHS);
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setSendDateHeader(true);
        configuration.setNotifyForbiddenComplianceViolations(false);
        return configuration;
    }
}
