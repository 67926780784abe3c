package fr.bleu.storage.api;

import fr.bleu.http.Query;
import java.util.List;
import java.util.Map;

/**
 * One request of a batch, as it was sent.
 *
 * @param contentId empty if there was none
 * @param rawPath still percent-encoded
 * @param rawQuery without the question mark
 * @param headers names in lower case
 */
record BatchPart(
        String contentId,
        String method,
        String rawPath,
        String rawQuery,
        Query query,
        Map<String, List<String>> headers) {}
