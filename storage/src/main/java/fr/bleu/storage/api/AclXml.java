package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.http.Xml;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.ContainerAccess;
import fr.bleu.storage.SasTime;
import fr.bleu.storage.StorageError;
import fr.bleu.storage.StoredPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The XML of Set Container ACL and Get Container ACL. */
final class AclXml {
    /** Five policies with their elements, many times over. */
    private static final int MAX_BYTES = 64 << 10;

    private AclXml() {}

    /**
     * Reads the policies; no body is none.
     *
     * @throws fr.bleu.http.Failure 400 InvalidXmlDocument or InvalidXmlNodeValue
     */
    static List<StoredPolicy> read(Request request) {
        byte[] body = request.body(MAX_BYTES);
        RequestHeaders.declared(request).requireOf(body);
        if (body.length == 0) {
            return List.of();
        }
        Xml.Element root = Xml.parse(body, StorageError.INVALID_XML_DOCUMENT.code());
        if (!root.name().equals("SignedIdentifiers")) {
            throw StorageError.INVALID_XML_DOCUMENT.failure();
        }
        if (root.children().size() > ContainerAccess.MAX_POLICIES) {
            throw StorageError.INVALID_XML_DOCUMENT.failure(
                    "A container has at most five stored access policies.");
        }
        List<StoredPolicy> policies = new ArrayList<>();
        for (Xml.Element child : root.children()) {
            StoredPolicy policy = policy(child);
            if (policies.stream().anyMatch(other -> other.id().equals(policy.id()))) {
                throw StorageError.INVALID_XML_DOCUMENT.failure("An id is repeated.");
            }
            policies.add(policy);
        }
        return policies;
    }

    private static StoredPolicy policy(Xml.Element identifier) {
        requireElements(identifier, "SignedIdentifier", List.of("Id", "AccessPolicy"));
        String id = identifier.childText("Id").orElse("").strip();
        if (id.isEmpty() || id.length() > StoredPolicy.MAX_ID_CHARS) {
            throw StorageError.INVALID_XML_NODE_VALUE.failure("Node: Id.");
        }
        Optional<Xml.Element> terms = identifier.child("AccessPolicy");
        terms.ifPresent(
                it ->
                        requireElements(
                                it, "AccessPolicy", List.of("Start", "Expiry", "Permission")));
        String permissions =
                terms.flatMap(it -> it.childText("Permission")).map(String::strip).orElse("");
        if (!StoredPolicy.arePermissions(permissions)) {
            throw StorageError.INVALID_XML_NODE_VALUE.failure("Node: Permission.");
        }
        return new StoredPolicy(id, time(terms, "Start"), time(terms, "Expiry"), permissions);
    }

    /** A child that holds a time, if it is there and not empty. */
    static Optional<Instant> time(Optional<Xml.Element> terms, String name) {
        Optional<String> text =
                terms.flatMap(it -> it.childText(name))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty());
        Optional<Instant> moment = text.flatMap(SasTime::parse);
        if (text.isPresent() && moment.isEmpty()) {
            throw StorageError.INVALID_XML_NODE_VALUE.failure("Node: " + name + ".");
        }
        return moment;
    }

    /** Refuses another element, and children that are unknown or repeated. */
    static void requireElements(Xml.Element element, String name, List<String> known) {
        List<String> children = element.children().stream().map(Xml.Element::name).toList();
        boolean once = children.stream().distinct().count() == children.size();
        if (!element.name().equals(name) || !once || !known.containsAll(children)) {
            throw StorageError.INVALID_XML_DOCUMENT.failure();
        }
    }

    static XmlWriter write(List<StoredPolicy> policies) {
        XmlWriter xml = new XmlWriter().start("SignedIdentifiers");
        for (StoredPolicy policy : policies) {
            xml.start("SignedIdentifier").element("Id", policy.id()).start("AccessPolicy");
            policy.start().ifPresent(it -> xml.element("Start", SasTime.format(it)));
            policy.expiry().ifPresent(it -> xml.element("Expiry", SasTime.format(it)));
            if (!policy.permissions().isEmpty()) {
                xml.element("Permission", policy.permissions());
            }
            xml.end().end();
        }
        return xml.end();
    }
}
