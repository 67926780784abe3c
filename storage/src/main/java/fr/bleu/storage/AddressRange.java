package fr.bleu.storage;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * IPv4 addresses of one network: {@code 192.0.2.7} or {@code 192.0.2.0/24}.
 *
 * @param text as it was written
 * @param bits the network's address
 * @param mask which bits count
 */
public record AddressRange(String text, int bits, int mask) {
    private static final int MAX_CHARS = 18;

    /**
     * Parses.
     *
     * @throws IllegalArgumentException when it is neither an address nor a network
     */
    public static AddressRange parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("too long");
        }
        int slash = text.indexOf('/');
        int length = slash < 0 ? 32 : prefixLength(text.substring(slash + 1));
        int mask = length == 0 ? 0 : -1 << (32 - length);
        int bits = bits(slash < 0 ? text : text.substring(0, slash));
        if ((bits & ~mask) != 0) {
            throw new IllegalArgumentException("not the first address of its network");
        }
        return new AddressRange(text, bits, mask);
    }

    private static int prefixLength(String text) {
        int length = Integer.parseInt(text);
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("no prefix has that length");
        }
        return length;
    }

    private static int bits(String literal) {
        // Only the four numbers: other literals of IPv4 mean what nobody expects.
        if (!literal.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw new IllegalArgumentException("not an IPv4 address");
        }
        return ByteBuffer.wrap(InetAddress.ofLiteral(literal).getAddress()).getInt();
    }

    /** Whether a peer is in it; one that speaks IPv6 never is. */
    public boolean contains(InetAddress peer) {
        return peer instanceof Inet4Address
                && (ByteBuffer.wrap(peer.getAddress()).getInt() & mask) == bits;
    }
}
