package fr.bleu.http.ca;

import fr.bleu.trust.Node;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * A node as a certificate's subject: country as C, entity as O, site as L, name as CN (RFC 5280,
 * section 4.1.2.6; an entity may be longer than the 64 characters that O has there).
 */
final class NodeSubject {
    private NodeSubject() {}

    /**
     * Encoded here, since the builder would read texts that begin with # or \ as its own syntax.
     */
    static X500Name of(Node node) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, new DERPrintableString(node.country()))
                .addRDN(BCStyle.O, new DERUTF8String(node.entity()))
                .addRDN(BCStyle.L, new DERUTF8String(node.site()))
                .addRDN(BCStyle.CN, new DERUTF8String(node.name()))
                .build();
    }

    /**
     * The node that a subject names.
     *
     * @throws CaException when it names none
     */
    static Node node(X500Principal subject) throws CaException {
        X500Name name = X500Name.getInstance(BCStyle.INSTANCE, subject.getEncoded());
        try {
            return new Node(
                    text(name, BCStyle.CN),
                    text(name, BCStyle.L),
                    text(name, BCStyle.C),
                    text(name, BCStyle.O));
        } catch (IllegalArgumentException e) {
            throw new CaException("it is no node's certificate", e);
        }
    }

    private static String text(X500Name name, ASN1ObjectIdentifier type) {
        RDN[] found = name.getRDNs(type);
        if (found.length == 1 && found[0].getFirst().getValue() instanceof ASN1String text) {
            return text.getString();
        }
        throw new IllegalArgumentException("a part of the subject is missing");
    }
}
