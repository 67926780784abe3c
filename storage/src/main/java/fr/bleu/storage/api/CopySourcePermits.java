package fr.bleu.storage.api;

import fr.bleu.http.BlobAddress;
import fr.bleu.http.Domains;
import fr.bleu.http.Failure;
import fr.bleu.http.Request;
import fr.bleu.identity.InvalidTokenException;
import fr.bleu.storage.Actions;
import fr.bleu.storage.BlobAccess;
import fr.bleu.storage.Callers;
import fr.bleu.storage.CopySourceFailures;
import fr.bleu.storage.Moment;
import fr.bleu.storage.StorageError;
import fr.bleu.trust.Authorizer;
import fr.bleu.trust.Caller;
import fr.bleu.trust.DeniedException;
import fr.bleu.trust.Permit;
import fr.bleu.trust.SovereigntyPolicy;
import java.net.URI;
import java.util.Set;

/**
 * Asks for leave to read a copy's source, by the credential that the request shows for it: a
 * signature in the address, {@code x-ms-copy-source-authorization}, or, within one account, the
 * caller's own. Sources that are no address of this platform, or of another tenant, are refused by
 * the sovereignty policy.
 */
final class CopySourcePermits {
    private final BlobAccess access;
    private final Authorizer authorizer;
    private final Callers callers;
    private final Domains domains;

    CopySourcePermits(BlobAccess access, Authorizer authorizer, Callers callers, Domains domains) {
        this.access = access;
        this.authorizer = authorizer;
        this.callers = callers;
        this.domains = domains;
    }

    /**
     * The request's source.
     *
     * @param moment which state of it is meant
     * @param address without a signature
     */
    record Source(Permit permit, Moment moment, String address) {}

    Source find(Request request, Permit destination) {
        String text =
                request.header("x-ms-copy-source")
                        .orElseThrow(
                                () ->
                                        StorageError.MISSING_REQUIRED_HEADER.failure(
                                                "Header: x-ms-copy-source."));
        requireAddress(text);
        BlobAddress address =
                BlobAddress.parse(text, domains, ports(request))
                        .orElseThrow(
                                () ->
                                        authorizer.transferRefused(
                                                destination,
                                                SovereigntyPolicy.RULE_TRANSFER_OUTSIDE));
        SourceRequest source = new SourceRequest(request, address);
        Unsupported.refuse(source);
        Permit permit = permit(source, request, destination);
        if (!permit.target().tenant().equals(destination.target().tenant())) {
            throw authorizer.transferRefused(destination, SovereigntyPolicy.RULE_TRANSFER_TENANT);
        }
        return new Source(
                permit, Moments.of(source), address.withoutQuery() + Moments.query(source));
    }

    private static void requireAddress(String text) {
        if (text.length() > BlobAddress.MAX_CHARS) {
            throw RequestHeaders.invalid("x-ms-copy-source");
        }
        try {
            if (BlobAddress.port(new URI(text)) < 0) {
                throw RequestHeaders.invalid("x-ms-copy-source");
            }
        } catch (java.net.URISyntaxException e) {
            throw RequestHeaders.invalid("x-ms-copy-source");
        }
    }

    /** The platform's own port, and the one that this request came to. */
    private Set<Integer> ports(Request request) {
        Set<Integer> ports = new java.util.HashSet<>();
        ports.add(domains.port());
        ports.add(BlobAddress.port(URI.create(request.baseUrl())));
        return ports;
    }

    private Permit permit(SourceRequest source, Request request, Permit destination) {
        String container = Names.container(source.address().container());
        String blob = Names.blob(source.address().blob());
        try {
            Caller caller = caller(source, request, destination, container, blob);
            return access.blob(source.label(), caller, Actions.READ_BLOB, container, blob);
        } catch (InvalidTokenException e) {
            throw CopySourceFailures.of(StorageError.AUTHENTICATION_FAILED.failure());
        } catch (DeniedException denied) {
            throw CopySourceFailures.of(refusal(denied));
        } catch (Failure failure) {
            throw CopySourceFailures.of(failure);
        }
    }

    private Caller caller(
            SourceRequest source,
            Request request,
            Permit destination,
            String container,
            String blob)
            throws InvalidTokenException {
        Caller shown = callers.find(source, container, blob);
        boolean sameAccount = source.label().equalsIgnoreCase(request.label());
        return shown instanceof Caller.Anonymous && sameAccount ? destination.caller() : shown;
    }

    private static Failure refusal(DeniedException denied) {
        return switch (denied.denial().reason()) {
            case UNAUTHENTICATED -> StorageError.NO_AUTHENTICATION_INFORMATION.failure();
            case WRONG_TENANT -> StorageError.AUTHENTICATION_FAILED.failure();
            case NOT_PERMITTED -> StorageError.AUTHORIZATION_PERMISSION_MISMATCH.failure();
            case POLICY -> new Failure(403, "AuthorizationFailure", denied.denial().message());
        };
    }
}
