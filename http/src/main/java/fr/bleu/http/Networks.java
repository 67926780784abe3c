package fr.bleu.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** A list of IP addresses and prefixes (RFC 4632, RFC 4291). */
public final class Networks {
    /** No address at all. */
    public static final Networks NONE = new Networks(List.of());

    private static final int MOST = 64;

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /** The addresses whose first bits are these. */
    private record Network(byte[] address, int bits) {

        static Network parse(String text) {
            int slash = text.indexOf('/');
            byte[] address = literal(slash < 0 ? text : text.substring(0, slash)).getAddress();
            int bits = slash < 0 ? 8 * address.length : bits(text.substring(slash + 1));
            Network network = new Network(address, bits);
            if (bits < 1 || bits > 8 * address.length || !network.endsInZeros()) {
                throw new IllegalArgumentException("not an address or prefix: " + text);
            }
            return network;
        }

        private static int bits(String text) {
            return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        }

        private boolean endsInZeros() {
            for (int bit = bits; bit < 8 * address.length; bit++) {
                if (bit(address, bit) != 0) {
                    return false;
                }
            }
            return true;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                if (bit(address, bit) != bit(other, bit)) {
                    return false;
                }
            }
            return true;
        }

        private static int bit(byte[] bytes, int index) {
            return bytes[index / 8] >> (7 - index % 8) & 1;
        }
    }

    /**
     * Reads a list such as {@code 127.0.0.1, 10.0.0.0/8, 2001:db8::/32}. A prefix that begins with
     * no bit would be everybody and is refused, as is one with bits behind its length.
     *
     * @throws IllegalArgumentException that names what is none
     */
    public static Networks parse(String text) {
        List<Network> networks =
                Arrays.stream(text.split(",", -1))
                        .map(part -> Network.parse(part.strip()))
                        .toList();
        if (networks.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " addresses");
        }
        return new Networks(networks);
    }

    /**
     * An address in figures; nothing is looked up.
     *
     * @throws IllegalArgumentException for anything else, an abbreviated IPv4 address and an IPv6
     *     zone included
     */
    public static InetAddress literal(String text) {
        boolean whole = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
        if (!whole) {
            throw new IllegalArgumentException("not an IP address: " + text);
        }
        return InetAddress.ofLiteral(text);
    }

    /** Whether the address is in the list. */
    public boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return networks.isEmpty();
    }
}
