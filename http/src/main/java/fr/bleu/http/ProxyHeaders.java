package fr.bleu.http;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;

/**
 * Connections from known proxies begin with a header of the PROXY protocol, version 2, which says
 * who is connected to the proxy; without a sound one they are closed. From everybody else such a
 * header is noise where TLS should begin.
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">The PROXY protocol,
 *     section 2.2</a>
 */
final class ProxyHeaders extends DetectorConnectionFactory {
    private final Networks proxies;
    private final String next;

    /**
     * @param next the protocol that follows, of the same connector
     */
    ProxyHeaders(Networks proxies, String next) {
        super(new Version2(next));
        this.proxies = proxies;
        this.next = next;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        boolean proxied =
                endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer
                        && proxies.contain(peer.getAddress());
        return proxied
                ? super.newConnection(connector, endPoint)
                : connector.getConnectionFactory(next).newConnection(connector, endPoint);
    }

    /** Whatever else a proxy sends first. */
    @Override
    protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer buffer) {
        endPoint.close();
    }

    /**
     * What is taken for a header: TCP over IPv4 or IPv6, or LOCAL, by which a proxy looks whether
     * we are there. Jetty reads it, but would also take version 1, unknown commands, and addresses
     * that are too short.
     */
    private static final class Version2 extends AbstractConnectionFactory
            implements ConnectionFactory.Detecting {
        private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
        private static final int FIXED_BYTES = 16;
        private static final int MAX_REST_BYTES = 1024;
        private static final byte LOCAL = 0x20;
        private static final byte PROXY = 0x21;
        private static final byte TCP_IPV4 = 0x11;
        private static final byte TCP_IPV6 = 0x21;

        private final ProxyConnectionFactory jettys;

        Version2(String next) {
            super("proxy");
            jettys = new ProxyConnectionFactory(next);
            jettys.setMaxProxyHeader(MAX_REST_BYTES);
            installBean(jettys);
        }

        @Override
        public Detection detect(ByteBuffer buffer) {
            int signed = Math.min(buffer.remaining(), SIGNATURE.length);
            ByteBuffer expected = ByteBuffer.wrap(SIGNATURE, 0, signed);
            if (!buffer.slice(buffer.position(), signed).equals(expected)) {
                return Detection.NOT_RECOGNIZED;
            }
            if (buffer.remaining() < FIXED_BYTES) {
                return Detection.NEED_MORE_BYTES;
            }
            return isSound(buffer, buffer.position() + SIGNATURE.length)
                    ? Detection.RECOGNIZED
                    : Detection.NOT_RECOGNIZED;
        }

        private static boolean isSound(ByteBuffer buffer, int at) {
            int restBytes = Short.toUnsignedInt(buffer.getShort(at + 2));
            return restBytes <= MAX_REST_BYTES
                    && switch (buffer.get(at)) {
                        case LOCAL -> true;
                        case PROXY -> restBytes >= addressBytes(buffer.get(at + 1));
                        default -> false;
                    };
        }

        /** Two addresses and two ports. */
        private static int addressBytes(byte family) {
            return switch (family) {
                case TCP_IPV4 -> 12;
                case TCP_IPV6 -> 36;
                default -> Integer.MAX_VALUE;
            };
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return jettys.newConnection(connector, endPoint);
        }
    }
}
