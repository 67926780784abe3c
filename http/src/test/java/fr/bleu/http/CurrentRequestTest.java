package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is logged while a request is worked on can be found by the id that its client was told. */
final class CurrentRequestTest {

    @Test
    void itsIdIsTheOneThatTheAnswerTells() throws Exception {
        Endpoint telling =
                (r, c) -> Answer.of(200, "text/plain", CurrentRequest.id().orElse("none"));
        try (TestServer server = new TestServer(TestServer.blob("GET", "/{c}", telling))) {
            String answer =
                    server.exchange(
                            "GET /a/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            String id = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertEquals(36, id.length(), answer);
            assertTrue(answer.contains("\r\nx-ms-request-id: " + id + "\r\n"), answer);
        }
    }

    @Test
    void outsideOfRequestsThereIsNone() {
        assertEquals(Optional.empty(), CurrentRequest.id());
    }
}
