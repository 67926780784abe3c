package fr.bleu.storage.api;

import fr.bleu.http.Failure;
import fr.bleu.http.Request;

/** Parameters of requests to the Resource Manager's side. */
final class ArmParameters {
    private static final String PAGE_SIZE = "$maxpagesize";
    private static final int MAX_PAGE = 5_000;

    private ArmParameters() {}

    /** How many entries of a list an answer has at most: 5,000, or fewer if that is asked for. */
    static int pageSize(Request request) {
        try {
            int size = request.query(PAGE_SIZE).map(Integer::parseInt).orElse(MAX_PAGE);
            if (size >= 1) {
                return Math.min(size, MAX_PAGE);
            }
        } catch (NumberFormatException e) {
            throw invalid(PAGE_SIZE);
        }
        throw invalid(PAGE_SIZE);
    }

    static Failure invalid(String name) {
        return new Failure(
                400,
                "InvalidValuesForRequestParameters",
                "Values for request parameters are invalid: " + name + ".");
    }
}
