package fr.bleu.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** Writes and reads a blob under a customer's own key. */
final class CanaryCustomerKey {
    private static final String VERSION = "x-ms-version: 2021-12-02\r\n";

    private final CanaryScenario scenario;
    private final Canaries canaries;

    CanaryCustomerKey(CanaryScenario scenario, Canaries canaries) {
        this.scenario = scenario;
        this.canaries = canaries;
    }

    void blob() throws Exception {
        byte[] key = sha256(scenario.canary("seed").getBytes(StandardCharsets.UTF_8));
        String text = Base64.getEncoder().encodeToString(key);
        canaries.plant("customer-key", text);
        canaries.plant("bytes-of-customer-key", key);
        byte[] hash = sha256(key);
        canaries.plant("bytes-of-customer-key-sha256", hash);
        String headers =
                VERSION
                        + "x-ms-blob-type: BlockBlob\r\nx-ms-encryption-algorithm: AES256\r\n"
                        + "x-ms-encryption-key: "
                        + text
                        + "\r\nx-ms-encryption-key-sha256: "
                        + Base64.getEncoder().encodeToString(hash)
                        + "\r\n";
        CanaryScenario.ok(send("PUT", headers, scenario.canary("own-blob")));
        CanaryScenario.require(send("GET", headers, ""), 200);
        CanaryScenario.require(send("GET", VERSION, ""), 409);
    }

    private Wire.Answer send(String method, String headers, String body) throws Exception {
        String target = "/" + CanaryScenario.ACCOUNT + "/box/own";
        return scenario.wire.send("localhost", method, target, scenario.blobs + headers, body);
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
