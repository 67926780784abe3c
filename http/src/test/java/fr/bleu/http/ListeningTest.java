package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a server is told to listen; in a test that is another loopback address. */
class ListeningTest {
    private static final String ELSEWHERE = "127.0.0.3";

    private static HttpServer bind(Networks proxies) throws IOException {
        Optional<InetAddress> address = Optional.of(Networks.literal(ELSEWHERE));
        var listening = new Listening(0, address, proxies);
        return HttpServer.bind(listening, Limits.DEFAULT, RequestListener.NONE);
    }

    private static void connect(String address, int port) throws IOException {
        new Socket(Networks.literal(address), port).close();
    }

    @Test
    void itIsReachedThereAndNowhereElse() throws Exception {
        HttpServer server = bind(Networks.NONE);
        try {
            connect(ELSEWHERE, server.port());
            assertThrows(ConnectException.class, () -> connect("127.0.0.1", server.port()));
            assertThrows(ConnectException.class, () -> connect("::1", server.port()));
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @Test
    void onLoopbackItIsReachedAtBothAddressesAndAtNoOther() throws Exception {
        HttpServer server = HttpServer.bind(0, Limits.DEFAULT);
        try {
            connect("127.0.0.1", server.port());
            connect("::1", server.port());
            assertThrows(ConnectException.class, () -> connect(ELSEWHERE, server.port()));
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @Test
    void developmentStorageIsNotServedBehindAProxy() throws Exception {
        HttpServer server = bind(Networks.parse("127.0.0.2"));
        try {
            assertEquals(
                    "only TLS is served elsewhere or behind a proxy",
                    assertThrows(
                                    IllegalStateException.class,
                                    () -> server.startDevelopment(new Router(Map.of(), List.of())))
                            .getMessage());
        } finally {
            server.stop(Duration.ZERO);
        }
    }
}
