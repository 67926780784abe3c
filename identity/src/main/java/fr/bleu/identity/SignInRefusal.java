package fr.bleu.identity;

/**
 * Why a sign-in is refused, with the status, OAuth error (RFC 6749, 5.2) and number that Entra
 * gives the same case, by which clients and people recognise it.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">AADSTS
 *     error codes</a>
 */
public enum SignInRefusal {
    UNKNOWN_TENANT(400, "invalid_tenant", 90002, "The tenant was not found."),
    NO_TENANT(
            400,
            "invalid_request",
            50059,
            "The address names no tenant. Use the tenant's id in the token endpoint's address."),
    UNKNOWN_CLIENT(
            400,
            "unauthorized_client",
            700016,
            "The application was not found in the tenant. Look at its id and the tenant's."),
    NO_SERVICE_PRINCIPAL(
            400,
            "unauthorized_client",
            7000229,
            "The application has no service principal in the tenant."),
    DISABLED(400, "unauthorized_client", 7000112, "The service principal is disabled."),
    WRONG_SECRET(
            401,
            "invalid_client",
            7000215,
            "Invalid client secret provided. Send the secret's value and not its id."),
    EXPIRED_SECRET(401, "invalid_client", 7000222, "The client secret is not valid at this time."),
    NO_CREDENTIAL(
            401,
            "invalid_client",
            7000218,
            "The request must have exactly one of client_secret and client_assertion."),
    MALFORMED_ASSERTION(
            401, "invalid_client", 50027, "The client assertion is no signed JWT that is taken."),
    ASSERTION_KEY(
            401,
            "invalid_client",
            700027,
            "The client assertion's certificate is not registered, or its signature does not"
                    + " verify."),
    ASSERTION_CERTIFICATE_EXPIRED(
            401, "invalid_client", 7000272, "The certificate is not valid at this time."),
    ASSERTION_CLIENT(
            401,
            "invalid_client",
            700021,
            "The client assertion's iss and sub must both be the client_id."),
    ASSERTION_AUDIENCE(
            401,
            "invalid_client",
            700023,
            "The client assertion's aud must be the token endpoint."),
    ASSERTION_TIME(
            401,
            "invalid_client",
            700024,
            "The client assertion is not valid at this time, or for longer than 10 minutes. Look at"
                    + " the clock."),
    THROTTLED(429, "temporarily_unavailable", 90055, "Too many failed attempts. Try again later.");

    private final int status;
    private final String error;
    private final int number;
    private final String message;

    SignInRefusal(int status, String error, int number, String message) {
        this.status = status;
        this.error = error;
        this.number = number;
        this.message = message;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The OAuth error. */
    public String error() {
        return error;
    }

    /** Entra's number of the case. */
    public int number() {
        return number;
    }

    /** What the client is told. */
    public String message() {
        return message;
    }

    /** How the ledger names it. */
    String reason() {
        return "AADSTS" + number;
    }
}
