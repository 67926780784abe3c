package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Headers;
import fr.bleu.http.Request;
import fr.bleu.http.XmlWriter;
import java.time.InstantSource;

/**
 * Words failures: the code in a header and in XML, with request id and time in the message.
 *
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2">Status
 *     and error codes</a>
 */
public final class ErrorXml {
    private final InstantSource clock;

    public ErrorXml(InstantSource clock) {
        this.clock = clock;
    }

    Answer answer(Request request, Failure failure) {
        Headers headers =
                Headers.EMPTY.with("x-ms-error-code", failure.code()).with(failure.headers());
        if (failure.status() == 304 || request.method().equals("HEAD")) {
            return new Answer(failure.status(), headers, new Answer.Body.Empty());
        }
        String message =
                failure.getMessage()
                        + "\nRequestId:"
                        + request.origin().requestId()
                        + "\nTime:"
                        + clock.instant();
        Answer xml =
                new XmlWriter()
                        .start("Error")
                        .element("Code", failure.code())
                        .element("Message", carried(message))
                        .end()
                        .answer(failure.status());
        return new Answer(failure.status(), xml.headers().with(headers), xml.body());
    }

    private static String carried(String message) {
        return XmlWriter.canHold(message) ? message : "The request is invalid.";
    }
}
