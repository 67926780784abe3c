package fr.bleu.http;

import fr.bleu.http.HostResolver.Destination;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Development storage's hosts: {@code 127.0.0.1}, {@code localhost} and {@code [::1]} with the
 * listener's own port. A web page whose name was made to resolve to a loopback address (DNS
 * rebinding) still sends that name, and is refused. The first segment of the path is the account;
 * {@code account-secondary} is its secondary.
 *
 * @see <a href="https://learn.microsoft.com/azure/storage/common/storage-use-emulator">Addresses of
 *     the storage emulator</a>
 */
final class DevelopmentHosts implements Hosts {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String SECONDARY = "-secondary";

    private final int port;

    DevelopmentHosts(int port) {
        this.port = port;
    }

    @Override
    public Optional<String> hostOf(String authority) {
        return HostResolver.host(authority)
                .filter(LOOPBACK::contains)
                .filter(host -> isOwn(authority.toLowerCase(Locale.ROOT), host));
    }

    /** Clients leave the port out where it is the scheme's own. */
    private boolean isOwn(String authority, String host) {
        return authority.equals(host + ":" + port) || (port == 80 && authority.equals(host));
    }

    @Override
    public Optional<Destination> resolve(String host, String rawPath) {
        int end = rawPath.indexOf('/', 1);
        String segment = rawPath.substring(1, end < 0 ? rawPath.length() : end);
        boolean secondary = segment.endsWith(SECONDARY);
        String account =
                secondary ? segment.substring(0, segment.length() - SECONDARY.length()) : segment;
        String rest = end < 0 ? "/" : rawPath.substring(end);
        return Optional.of(new Destination(Site.BLOB, account, true, secondary, rest));
    }
}
