package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.storage.AppendBlobs;
import fr.bleu.storage.AppendConditions;
import fr.bleu.storage.Body;
import fr.bleu.storage.Conditions;
import fr.bleu.storage.ContentHeaders;
import fr.bleu.storage.Metadata;
import fr.bleu.storage.PutOptions;
import fr.bleu.storage.Stamp;

/** An operation on an append blob. */
sealed interface AppendRequest {

    record Create(
            ContentHeaders headers, Metadata metadata, PutOptions options, Conditions conditions)
            implements AppendRequest {

        static Create of(Request request, Stamp now) {
            TypedHeaders.requireEmpty(request);
            TypedHeaders.refusePages(request);
            return new Create(
                    RequestHeaders.putHeaders(request),
                    RequestHeaders.metadata(request),
                    PutHeaders.options(request, now),
                    RequestHeaders.conditions(request));
        }
    }

    record Append(Body body, AppendConditions appending, Conditions conditions)
            implements AppendRequest {

        static Append of(Request request) {
            long length = RequestHeaders.length(request, maxBytes(request));
            if (length == 0) {
                throw RequestHeaders.invalid("Content-Length");
            }
            return of(request, new Body(request.body(), length, RequestHeaders.declared(request)));
        }

        static long maxBytes(Request request) {
            return ServiceVersion.reaches(request, ServiceVersion.LARGE_APPENDS)
                    ? AppendBlobs.MAX_BLOCK_BYTES
                    : AppendBlobs.OLD_MAX_BLOCK_BYTES;
        }

        /** With bytes from elsewhere. */
        static Append of(Request request, Body body) {
            return new Append(body, conditionsOf(request), RequestHeaders.conditions(request));
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
