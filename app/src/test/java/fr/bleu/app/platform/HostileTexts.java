package fr.bleu.app.platform;

/** Values for headers and targets that no client sends, and where they are put. */
final class HostileTexts {
    static final String[] HEADERS =
            """
            x-ms-version x-ms-date Date x-ms-lease-id x-ms-lease-duration x-ms-lease-break-period x-ms-lease-action
            x-ms-proposed-lease-id If-Match If-None-Match If-Modified-Since If-Unmodified-Since x-ms-if-tags Range x-ms-range
            x-ms-range-get-content-md5 Content-MD5 x-ms-content-crc64 x-ms-blob-content-length x-ms-blob-sequence-number
            x-ms-sequence-number-action x-ms-access-tier x-ms-rehydrate-priority x-ms-tags x-ms-blob-type x-ms-blob-content-md5
            x-ms-copy-source x-ms-copy-source-authorization x-ms-source-range x-ms-source-if-match x-ms-requires-sync x-ms-copy-action
            x-ms-encryption-key x-ms-encryption-key-sha256 x-ms-encryption-algorithm x-ms-encryption-scope
            x-ms-immutability-policy-until-date x-ms-immutability-policy-mode x-ms-legal-hold x-ms-delete-snapshots
            x-ms-blob-condition-maxsize x-ms-blob-condition-appendpos x-ms-page-write x-ms-if-sequence-number-le
            x-ms-deleted-container-version x-ms-blob-public-access x-ms-default-encryption-scope x-ms-client-request-id Origin
            Access-Control-Request-Method Access-Control-Request-Headers Accept Accept-Encoding Content-Type Content-Encoding
            Authorization x-ms-meta-a x-ms-correlation-request-id User-Agent Cookie
            """
                    .strip()
                    .split("\\s+");

    static final String[] VALUES = {
        "",
        " ",
        "-1",
        "0",
        "1",
        "18446744073709551616",
        "1e9",
        "NaN",
        "true",
        "\u00FF\u00FE",
        "*",
        "*, *",
        "\"".repeat(300),
        "x".repeat(3_000),
        "Thu, 99 Foo 99999 25:61:61 GMT",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 999999999 23:59:59 GMT",
        "bytes=-1",
        "bytes=5-1",
        "bytes=0-9223372036854775807",
        "bytes=9223372036854775807-",
        "bytes=0-1,3-4",
        "bytes=0-511",
        "bytes=0-18446744073709551615",
        "AAAA",
        "AAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAA==",
        "====",
        "{00000000-0000-0000-0000-000000000000}",
        "https://127.0.0.1:1/x",
        "https://[::1",
        "file:///etc/passwd",
        "http://a b/",
        "https://walkedaccount.blob.core.bleu.localhost/%zz",
        "a=1&".repeat(50),
        "\"a\" = '1' and",
        "(".repeat(2_000),
        "Bearer ",
        "Bearer " + "a.b.c",
        "SharedKey walkedaccount:AAAA",
        "2015-02-21",
        "2026-02-30",
        "9999-99-99",
        "application/json;charset=x",
        "9223372036854775807"
    };

    static final String[] PARAMETERS =
            """
            timeout maxresults marker prefix delimiter include snapshot versionid blockid blocklisttype copyid where showonly
            deletetype prevsnapshot comp restype api-version $filter $skiptoken $top $maxpagesize $include $expand sv sig se sp sr st
            spr sip ss srt skoid skt ske sdd ses si rscc rsct
            """
                    .strip()
                    .split("\\s+");

    /** Raw, behind a path. */
    static final String[] PATHS = {
        "%",
        "%z",
        "%zz",
        "%00",
        "%2F",
        "%2f..%2f",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/x",
        "//",
        "/",
        "\\..\\x",
        "%C0%AF",
        "%FF%FE",
        "%ED%A0%80",
        "%u0041",
        ";jsessionid=1",
        "/.",
        "/..",
        "%0D%0AX-Injected:%201",
        "\u00E9\u00FF",
        "*",
        "%E2%80%AE",
        "/" + "d/".repeat(300),
        "p".repeat(3_000)
    };

    /** Raw, as a parameter's value. */
    static final String[] QUERIES = {
        "",
        "%",
        "%zz",
        "%00",
        "%FF",
        "%ED%A0%80",
        "-1",
        "0",
        "9223372036854775808",
        "1e9",
        "NaN",
        "x".repeat(3_000),
        "2026-13-45T99:99:99Z",
        "0000-00-00T00:00:00.0000000Z",
        "9999-12-31T23:59:59.9999999Z",
        "9999999999-01-01T00:00:00Z",
        "'%20or%201%3D1",
        "%3D%27%27",
        "((((((((((",
        "%22".repeat(500),
        "%0D%0A",
        "eyJ",
        "AAAA".repeat(200),
        "1%21",
        "2!92!AAAA"
    };

    private HostileTexts() {}
}
