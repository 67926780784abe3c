package fr.bleu.storage;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * From where an account's data can be reached.
 *
 * @param reachable whether it can be at all
 * @param open whether from everywhere, or from what is allowed only
 * @param allowed networks that may come in where not all may
 * @param bypass who passes the rules, as the template says: services of Azure's that are not here,
 *     so that it is but remembered
 */
public record NetworkRules(
        boolean reachable, boolean open, List<AddressRange> allowed, String bypass) {
    /** A new account's. */
    public static final NetworkRules OPEN =
            new NetworkRules(true, true, List.of(), "AzureServices");

    /** Networks of one account: Azure's limit. */
    public static final int MAX_ALLOWED = 400;

    public NetworkRules {
        allowed = List.copyOf(allowed);
    }

    /**
     * Holds a peer to the rules.
     *
     * @param address its IP address
     * @throws fr.bleu.http.Failure 403 AuthorizationFailure
     */
    void require(String address) {
        if (!permits(address)) {
            throw StorageError.AUTHORIZATION_FAILURE.failure();
        }
    }

    private boolean permits(String address) {
        if (!reachable || open) {
            return reachable;
        }
        try {
            InetAddress peer = InetAddress.ofLiteral(address);
            return allowed.stream().anyMatch(range -> range.contains(peer));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    void encode(Encoder out) {
        out.int8(reachable ? 1 : 0).int8(open ? 1 : 0).text(bypass).int32(allowed.size());
        allowed.forEach(range -> out.text(range.text()));
    }

    static NetworkRules decode(Decoder in) {
        boolean reachable = in.int8() != 0;
        boolean open = in.int8() != 0;
        String bypass = in.text();
        int count = in.int32();
        List<AddressRange> allowed = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            allowed.add(AddressRange.parse(in.text()));
        }
        return new NetworkRules(reachable, open, allowed, bypass);
    }
}
