package fr.bleu.app.operator;

import fr.bleu.http.RequestListener;
import java.util.Locale;

/** What became of a request: the only thing that metrics tell of one, beside its service. */
enum Result {
    /** It did what was asked. */
    OK,
    /** No credential, a wrong one, or no permission: 401, 403. */
    DENIED,
    /** The caller's mistake, or a condition that did not hold: any other 4xx. */
    REFUSED,
    /** Not now: 503. */
    BUSY,
    /** The platform's own failure: any other 5xx. */
    FAILED,
    /** The client did not get the whole answer. */
    ABORTED;

    static Result of(int status) {
        if (status == RequestListener.ABORTED) {
            return ABORTED;
        }
        if (status < 400) {
            return OK;
        }
        if (status < 500) {
            return status == 401 || status == 403 ? DENIED : REFUSED;
        }
        return status == 503 ? BUSY : FAILED;
    }

    /** How metrics name it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
