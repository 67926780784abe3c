package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.AppendBlobs;
import fr.bleu.storage.AppendConditions;
import fr.bleu.storage.Body;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.Metadata;

/** An operation on an append blob. */
sealed interface AppendRequest {

    record Create(ContentHeaders headers, Metadata metadata, Conditions conditions)
            implements AppendRequest {

        static Create of(Request request) {
            TypedHeaders.requireEmpty(request);
            TypedHeaders.refusePages(request);
            return new Create(
                    RequestHeaders.putHeaders(request),
                    RequestHeaders.metadata(request),
                    RequestHeaders.conditions(request));
        }
    }

    record Append(Body body, AppendConditions appending, Conditions conditions)
            implements AppendRequest {

        static Append of(Request request) {
            boolean large = ServiceVersion.reaches(request, ServiceVersion.LARGE_APPENDS);
            long length =
                    RequestHeaders.length(
                            request,
                            large ? AppendBlobs.MAX_BLOCK_BYTES : AppendBlobs.OLD_MAX_BLOCK_BYTES);
            if (length == 0) {
                throw RequestHeaders.invalid("Content-Length");
            }
            return new Append(
                    new Body(request.body(), length, RequestHeaders.declared(request)),
                    conditionsOf(request),
                    RequestHeaders.conditions(request));
        }
    }

    record Seal(AppendConditions appending, Conditions conditions) implements AppendRequest {

        static Seal of(Request request) {
            return new Seal(conditionsOf(request), RequestHeaders.conditions(request));
        }
    }

    private static AppendConditions conditionsOf(Request request) {
        return new AppendConditions(
                TypedHeaders.number(request, "x-ms-blob-condition-maxsize"),
                TypedHeaders.number(request, "x-ms-blob-condition-appendpos"));
    }
}
