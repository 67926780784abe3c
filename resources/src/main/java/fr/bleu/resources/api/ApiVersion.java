package fr.bleu.resources.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code api-version} parameter: a date, perhaps with {@code -preview}. Every version from
 * 2015-01-01 on is accepted, future ones too: what Bleu answers does not depend on it, except where
 * a route says so.
 */
final class ApiVersion {

    private static final Pattern FORM =
            Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})(-(preview|beta|alpha|privatepreview))?");
    private static final int FIRST_YEAR = 2015;

    private ApiVersion() {}

    /**
     * Checks the request's version.
     *
     * @throws Failure 400 {@code MissingApiVersionParameter} or {@code InvalidApiVersionParameter}
     */
    static String require(Request request) {
        String version =
                request.query("api-version")
                        .filter(it -> !it.isBlank())
                        .orElseThrow(
                                () ->
                                        new Failure(
                                                400,
                                                "MissingApiVersionParameter",
                                                "The api-version query parameter (?api-version=)"
                                                        + " is required for all requests."));
        if (!isVersion(version)) {
            throw new Failure(
                    400,
                    "InvalidApiVersionParameter",
                    "The api-version is invalid. It is a date from 2015-01-01 on, such as"
                            + " '2022-09-01' or '2022-09-01-preview'.");
        }
        return version;
    }

    private static boolean isVersion(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return false;
        }
        try {
            int year = Integer.parseInt(form.group(1));
            int month = Integer.parseInt(form.group(2));
            return LocalDate.of(year, month, Integer.parseInt(form.group(3))).getYear()
                    >= FIRST_YEAR;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
