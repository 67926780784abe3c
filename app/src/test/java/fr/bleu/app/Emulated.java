package fr.bleu.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** A client of development storage, over plain http, with an account's key. */
record Emulated(int port, String account, byte[] key) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final DateTimeFormatter RFC_1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /** The emulator's own account, at the port that the folder's last start took. */
    static Emulated in(Path data) throws IOException {
        byte[] details = Files.readAllBytes(data.resolve("instance.json"));
        int port = JsonMapper.builder().build().readTree(details).required("port").asInt();
        return new Emulated(
                port,
                AzuriteAccounts.WELL_KNOWN_NAME,
                AzuriteAccounts.parse(null).getFirst().key1());
    }

    Emulated with(String otherAccount, String otherKey) {
        return new Emulated(port, otherAccount, otherKey.getBytes(StandardCharsets.US_ASCII));
    }

    HttpResponse<byte[]> createContainer(String name) throws Exception {
        return send("PUT", "/" + name, "restype:container", new byte[0]);
    }

    HttpResponse<byte[]> put(String path, byte[] body) throws Exception {
        return send("PUT", path, "", body);
    }

    HttpResponse<byte[]> get(String path) throws Exception {
        return send("GET", path, "", new byte[0]);
    }

    /**
     * @param query one {@code name:value}, or nothing
     */
    private HttpResponse<byte[]> send(String method, String path, String query, byte[] body)
            throws IOException, InterruptedException, GeneralSecurityException {
        String date = RFC_1123.format(ZonedDateTime.now(ZoneOffset.UTC));
        String below = "/" + account + path;
        String length = body.length == 0 ? "" : Integer.toString(body.length);
        String text =
                method
                        + "\n\n\n"
                        + length
                        + "\n\n\n\n\n\n\n\n\nx-ms-blob-type:BlockBlob\nx-ms-date:"
                        + date
                        + "\nx-ms-version:2021-12-02\n/"
                        + account
                        + below
                        + (query.isEmpty() ? "" : "\n" + query);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        String target = below + (query.isEmpty() ? "" : "?" + query.replace(':', '='));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(Duration.ofMinutes(1))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .header("x-ms-date", date)
                        .header("x-ms-version", "2021-12-02")
                        .header("x-ms-blob-type", "BlockBlob")
                        .header(
                                "Authorization",
                                "SharedKey "
                                        + account
                                        + ":"
                                        + Base64.getEncoder().encodeToString(signature))
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
