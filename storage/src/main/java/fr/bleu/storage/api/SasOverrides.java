package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.BlobAccess;
import fr.bleu.trust.Caller;
import java.util.Optional;

/** Response headers that a verified signature overrides: {@code rscc} and its kin. */
record SasOverrides(
        Optional<String> type,
        Optional<String> encoding,
        Optional<String> language,
        Optional<String> cacheControl,
        Optional<String> disposition) {
    static final SasOverrides NONE =
            new SasOverrides(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** Only a signature's own fields count: whoever else names them overrides nothing. */
    static SasOverrides of(Request request, Caller caller) {
        if (!BlobAccess.isSigned(caller)) {
            return NONE;
        }
        return new SasOverrides(
                field(request, "rsct"),
                field(request, "rsce"),
                field(request, "rscl"),
                field(request, "rscc"),
                field(request, "rscd"));
    }

    private static Optional<String> field(Request request, String name) {
        return request.query(name)
                .filter(value -> !value.isEmpty())
                .filter(value -> value.chars().allMatch(c -> c >= 0x20 && c != 0x7f));
    }
}
