package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import fr.bleu.http.Protocol;
import fr.bleu.http.Redaction;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Router;
import fr.bleu.http.Site;
import java.util.ArrayList;
import java.util.List;

/**
 * Does the requests of a batch one after the other, each as if it had come by itself: with its own
 * route, caller and permit. Only Delete Blob and Set Blob Tier are done, never both in one batch.
 */
final class Batches {
    private static final System.Logger LOG = System.getLogger(Batches.class.getName());
    private static final int BODY_BYTES = (int) Route.DEFAULT_BODY_LIMIT_BYTES;

    private final Router router;
    private final Protocol protocol;

    /**
     * @param router of all that is no batch
     */
    Batches(Router router) {
        this.router = router;
        this.protocol = router.protocol(Site.BLOB).orElseThrow();
    }

    /**
     * The batch's answer: 202 with an answer for each part.
     *
     * @param container the only one whose blobs may be named; empty for any
     * @throws Failure 400 InvalidInput for a batch that is not done at all
     */
    Answer answer(Request batch, String container) {
        RequestHeaders.requireNoConditions(batch);
        List<BatchPart> parts =
                BatchParser.parse(batch.header("content-type").orElse(""), batch.body(BODY_BYTES));
        List<PartRequest> requests = new ArrayList<>(parts.size());
        for (BatchPart part : parts) {
            requireVersion(batch, part);
            requests.add(new PartRequest(batch, part));
            requireSupported(part, parts.getFirst());
            requireInside(requests.getLast(), container);
        }
        BatchAnswer answer = new BatchAnswer();
        for (int i = 0; i < parts.size(); i++) {
            PartRequest request = requests.get(i);
            Answer one = answer(request);
            Headers headers = one.headers().with(protocol.common(request));
            answer.add(parts.get(i).contentId(), new Answer(one.status(), headers, one.body()));
        }
        return answer.done();
    }

    private static void requireSupported(BatchPart part, BatchPart first) {
        if (part.query().first("restype").isPresent() || kind(part).isEmpty()) {
            throw BatchParser.malformed("A batch deletes blobs or sets their tiers.");
        }
        if (!kind(part).equals(kind(first))) {
            throw BatchParser.malformed("The requests of a batch are all of one kind.");
        }
    }

    /** Empty for what is no part of a batch. */
    private static String kind(BatchPart part) {
        String comp = part.query().first("comp").orElse("");
        return switch (part.method()) {
            case "DELETE" -> comp.isEmpty() ? "delete" : "";
            case "PUT" -> comp.equals("tier") ? "tier" : "";
            default -> "";
        };
    }

    /** The version is the batch's for all. */
    private static void requireVersion(Request batch, BatchPart part) {
        List<String> own = part.headers().getOrDefault(ServiceVersion.HEADER, List.of());
        if (!own.stream().allMatch(batch.header(ServiceVersion.HEADER).orElse("")::equals)) {
            throw BatchParser.malformed("A request of a batch has another version.");
        }
    }

    private static void requireInside(PartRequest request, String container) {
        String path = request.routePath();
        int end = path.indexOf('/', 1);
        if (end < 0) {
            throw BatchParser.malformed("A request of a batch is about a blob.");
        }
        if (!container.isEmpty() && !path.substring(1, end).equals(container)) {
            throw BatchParser.malformed("A request is about another container than its batch.");
        }
    }

    private Answer answer(PartRequest request) {
        try {
            Router.Match match =
                    router.match(
                            Site.BLOB,
                            request.method(),
                            request.routePath(),
                            new fr.bleu.http.Query(request.query()));
            if (!match.parameters().containsKey("blob")) {
                throw BatchParser.malformed("A request of a batch is about a blob.");
            }
            request.matched(match.parameters());
            Route route = match.route();
            return route.endpoint().handle(request, protocol.caller(request, route));
        } catch (Exception failure) {
            return worded(request, failure);
        }
    }

    private Answer worded(PartRequest request, Exception failure) {
        Answer answer = protocol.failure(request, failure);
        if (answer.status() >= 500 && !(failure instanceof Failure)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Request " + request.origin().requestId() + ": " + Redaction.of(failure));
        }
        return answer;
    }
}
