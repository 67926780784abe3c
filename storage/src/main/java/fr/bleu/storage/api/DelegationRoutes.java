package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import fr.bleu.http.Route;
import fr.bleu.http.Xml;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.Actions;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.DelegationKey;
import fr.bleu.storage.Delegations;
import fr.bleu.storage.SasTime;
import fr.bleu.storage.Storage;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Caller;
import fr.bleu.trust.Permit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Get User Delegation Key.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/get-user-delegation-key">Get
 *     User Delegation Key</a>
 */
final class DelegationRoutes {
    private static final int MAX_BYTES = 4 << 10;

    private final RouteMaker maker;
    private final BlobAccess access;
    private final Storage storage;

    DelegationRoutes(RouteMaker maker, BlobAccess access, Storage storage) {
        this.maker = maker;
        this.access = access;
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(
                maker.account(
                        "POST",
                        Map.of("restype", "service", "comp", "userdelegationkey"),
                        Actions.DELEGATE,
                        this::onIssue,
                        this::issue));
    }

    /** A key is a person's: whoever signs with the account's keys has not said who it is. */
    private Permit onIssue(Request request, Caller caller) {
        return switch (caller) {
            case Caller.AccountKey key -> throw notBearer();
            case Caller.SharedAccess signature -> throw notBearer();
            case Caller.Delegated signature -> throw notBearer();
            case Caller.Anonymous anonymous ->
                    access.account(request.label(), caller, Actions.DELEGATE);
            case Caller.Principal principal ->
                    access.account(request.label(), caller, Actions.DELEGATE);
            case Caller.Operator operator ->
                    access.account(request.label(), caller, Actions.DELEGATE);
            case Caller.Platform platform ->
                    access.account(request.label(), caller, Actions.DELEGATE);
        };
    }

    private static Failure notBearer() {
        return StorageError.AUTHENTICATION_FAILED.failure(
                "Only authentication scheme Bearer is supported.");
    }

    private Answer issue(Request request, Permit permit) {
        RequestHeaders.requireNoConditions(request);
        byte[] body = request.body(MAX_BYTES);
        RequestHeaders.declared(request).requireOf(body);
        Xml.Element info = Xml.parse(body, StorageError.INVALID_XML_DOCUMENT.code());
        AclXml.requireElements(info, "KeyInfo", List.of("Start", "Expiry"));
        Instant expiry =
                AclXml.time(Optional.of(info), "Expiry")
                        .orElseThrow(
                                () -> StorageError.INVALID_XML_NODE_VALUE.failure("Node: Expiry."));
        Delegations.Issued issued =
                storage.delegations()
                        .issue(
                                permit,
                                AclXml.time(Optional.of(info), "Start"),
                                expiry,
                                ServiceVersion.of(request).orElseThrow());
        Answer xml = write(issued).answer(200);
        BlobHeaders headers = new BlobHeaders().receipt(issued.receipt());
        return new Answer(200, xml.headers().with(headers.done()), xml.body());
    }

    private static XmlWriter write(Delegations.Issued issued) {
        DelegationKey key = issued.key();
        return new XmlWriter()
                .start("UserDelegationKey")
                .element("SignedOid", key.principal().toString())
                .element("SignedTid", key.tenant().toString())
                .element("SignedStart", SasTime.second(key.start()))
                .element("SignedExpiry", SasTime.second(key.expiry()))
                .element("SignedService", DelegationKey.SERVICE)
                .element("SignedVersion", key.version())
                .element("Value", BlobHeaders.base64(issued.secret()))
                .end();
    }
}
