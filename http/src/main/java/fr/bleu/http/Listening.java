package fr.bleu.http;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where the server listens, and who brings it connections of others.
 *
 * @param port 0 for any that is free
 * @param address of this machine; without one, its loopback addresses
 * @param proxies who begin each connection with a PROXY header, which is believed
 */
public record Listening(int port, Optional<InetAddress> address, Networks proxies) {

    /** On the loopback addresses, believing nobody. */
    public static Listening loopback(int port) {
        return new Listening(port, Optional.empty(), Networks.NONE);
    }

    Sockets bind() throws IOException {
        return address.isPresent()
                ? Sockets.bind(List.of(address.get()), port)
                : Sockets.loopback(port);
    }
}
