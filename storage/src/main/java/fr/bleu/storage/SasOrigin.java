package fr.bleu.storage;

import fr.bleu.http.Request;
import java.net.InetAddress;
import java.util.Arrays;

/** Where a signature may be used from: {@code sip} and {@code spr}. */
final class SasOrigin {
    private SasOrigin() {}

    static void require(SasToken token, Request request) {
        String protocol = token.text("spr");
        switch (protocol) {
            case "", "https,http" -> {
                // Either.
            }
            case "https" -> {
                if (!request.baseUrl().startsWith("https://")) {
                    throw StorageError.AUTHORIZATION_PROTOCOL_MISMATCH.failure();
                }
            }
            default ->
                    throw StorageError.AUTHENTICATION_FAILED.failure(
                            "The signature field 'spr' is not 'https' or 'https,http'.");
        }
        String addresses = token.text("sip");
        if (!addresses.isEmpty() && !contains(addresses, request.origin().address())) {
            throw StorageError.AUTHORIZATION_SOURCE_IP_MISMATCH.failure();
        }
    }

    private static boolean contains(String range, String address) {
        int dash = range.indexOf('-');
        byte[] from = parse(dash < 0 ? range : range.substring(0, dash));
        byte[] to = parse(dash < 0 ? range : range.substring(dash + 1));
        byte[] peer = parse(address);
        return peer.length == from.length
                && peer.length == to.length
                && Arrays.compareUnsigned(from, peer) <= 0
                && Arrays.compareUnsigned(peer, to) <= 0;
    }

    private static byte[] parse(String literal) {
        try {
            return InetAddress.ofLiteral(literal.strip()).getAddress();
        } catch (IllegalArgumentException e) {
            throw StorageError.AUTHENTICATION_FAILED.failure(
                    "The signature field 'sip' is not an address or a range of addresses.");
        }
    }
}
