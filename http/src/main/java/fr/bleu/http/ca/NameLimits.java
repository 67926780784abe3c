package fr.bleu.http.ca;

import fr.bleu.http.Domains;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** The domains' names as X.509 has them (RFC 5280, sections 4.2.1.6 and 4.2.1.10). */
final class NameLimits {
    private NameLimits() {}

    /** The only DNS and IP names that the issuing CA may certify. */
    static NameConstraints permitted(Domains domains) {
        List<GeneralSubtree> subtrees = new ArrayList<>();
        for (String name : domains.permittedSubtrees()) {
            subtrees.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, name)));
        }
        for (String address : domains.certificateAddresses()) {
            byte[] bytes = bytes(address);
            byte[] withMask = Arrays.copyOf(bytes, bytes.length * 2);
            Arrays.fill(withMask, bytes.length, withMask.length, (byte) 0xff);
            subtrees.add(
                    new GeneralSubtree(
                            new GeneralName(GeneralName.iPAddress, new DEROctetString(withMask))));
        }
        return new NameConstraints(subtrees.toArray(GeneralSubtree[]::new), null);
    }

    /** The server's names. */
    static GeneralNames certified(Domains domains) {
        List<GeneralName> names = new ArrayList<>();
        for (String name : domains.certificateNames()) {
            names.add(new GeneralName(GeneralName.dNSName, name));
        }
        for (String address : domains.certificateAddresses()) {
            names.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes(address))));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static byte[] bytes(String address) {
        try {
            // A literal address: nothing is looked up.
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("not a literal address: " + address, e);
        }
    }
}
