package fr.bleu.storage;

/**
 * What is signed by each kind of shared access signature, in the layout of the token's version.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/create-service-sas">Create a
 *     service SAS</a>
 * @see <a
 *     href="https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas">Create
 *     a user delegation SAS</a>
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/create-account-sas">Create an
 *     account SAS</a>
 */
final class StringToSign {
    private final SasToken token;
    private final StringBuilder text = new StringBuilder(256);

    private StringToSign(SasToken token) {
        this.token = token;
    }

    /** Of a service signature. */
    static String service(SasToken token, String account, String container, String blob) {
        SasVersion version = SasVersion.of(token);
        StringToSign to = new StringToSign(token);
        to.fields("sp", "st", "se").line(resource(token, account, container, blob));
        to.fields("si", "sip", "spr", "sv").resource(version);
        return to.overrides();
    }

    /** Of a user delegation signature. */
    static String delegated(SasToken token, String account, String container, String blob) {
        SasVersion version = SasVersion.of(token);
        StringToSign to = new StringToSign(token);
        to.fields("sp", "st", "se").line(resource(token, account, container, blob));
        to.fields("skoid", "sktid", "skt", "ske", "sks", "skv");
        if (version.isFrom(2020, 2, 10)) {
            // Agents of hierarchical namespaces: refused, and so empty.
            to.line("").line("").fields("scid");
        }
        if (version.isFrom(2025, 7, 5)) {
            // The user whom the signature is bound to: refused, and so empty.
            to.line("").line("");
        }
        to.fields("sip", "spr", "sv").resource(version);
        if (version.isFrom(2026, 4, 6)) {
            // Signed headers and parameters of the request: refused, and so empty.
            to.line("").line("");
        }
        return to.overrides();
    }

    /** Of an account's signature. */
    static String account(SasToken token, String account) {
        SasVersion version = SasVersion.of(token);
        StringToSign to = new StringToSign(token).line(account);
        to.fields("sp", "ss", "srt", "st", "se", "sip", "spr", "sv");
        if (version.isFrom(2020, 12, 6)) {
            to.fields("ses");
        } else {
            to.requireNoScope();
        }
        return to.text.toString();
    }

    private static String resource(SasToken token, String account, String container, String blob) {
        String resource = "/blob/" + account + "/" + container;
        return token.required("sr").equals("c") ? resource : resource + "/" + blob;
    }

    /** What the resource is, its snapshot or version, and its encryption scope. */
    private void resource(SasVersion version) {
        if (version.isFrom(2018, 11, 9)) {
            fields("sr");
            switch (token.text("sr")) {
                case "bs" -> fields("snapshot");
                case "bv" -> fields("versionid");
                default -> line("");
            }
        }
        if (version.isFrom(2020, 12, 6)) {
            fields("ses");
        } else {
            requireNoScope();
        }
    }

    /** What is not signed must not be there. */
    private void requireNoScope() {
        if (!token.text("ses").isEmpty()) {
            throw SasToken.refused("ses", "is not signed in that version");
        }
    }

    /** The overridden headers, with which a string ends; no line end follows the last. */
    private String overrides() {
        fields("rscc", "rscd", "rsce", "rscl");
        return text.append(token.text("rsct")).toString();
    }

    private StringToSign fields(String... names) {
        for (String name : names) {
            line(token.text(name));
        }
        return this;
    }

    private StringToSign line(String value) {
        text.append(value).append('\n');
        return this;
    }
}
