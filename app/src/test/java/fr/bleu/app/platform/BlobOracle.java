package fr.bleu.app.platform;

import fr.bleu.http.Answer;
import fr.bleu.http.FakeRequest;
import fr.bleu.http.Site;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes blobs, small and large, and knows what each was at every index of the ledger. */
final class BlobOracle {

    private static final Pattern INDEX = Pattern.compile("index=([0-9]+)");
    private static final int NAMES = 12;

    /** A blob as an entry left it; null when it was deleted. */
    private record Written(long index, String name, byte[] content) {}

    private final Random random = new Random(29);
    private final List<Written> history = new ArrayList<>();
    private Cloud cloud;

    /** Makes account and container. */
    void begin(Cloud on) {
        cloud = on;
        String group = "/resourceGroups/" + RouteSamples.GROUP;
        String account = "/providers/Microsoft.Storage/storageAccounts/" + RouteSamples.ACCOUNT;
        cloud.arm("POST", "/providers/Microsoft.Storage/register", "");
        cloud.arm("PUT", group, "{\"location\":\"francecentral\"}");
        cloud.arm("PUT", group + account, RouteSamples.account());
        cloud.assign(cloud.ownersPrincipal(), Cloud.BLOB_OWNER);
        require(201, call("PUT", "/box?restype=container", new byte[0]));
    }

    /** Goes on with another cloud. */
    void goOn(Cloud on) {
        cloud = on;
    }

    /** Writes or deletes one of some blobs. */
    synchronized void write() {
        String name = "blob" + random.nextInt(NAMES);
        boolean there = !history.isEmpty() && at(Long.MAX_VALUE).get(name) != null;
        if (there && random.nextInt(3) == 0) {
            Answer answer = require(202, call("DELETE", "/box/" + name, new byte[0]));
            history.add(new Written(index(answer), name, null));
            return;
        }
        put(name, random.nextBoolean() ? 100 : 300_000);
    }

    synchronized void put(String name, int bytes) {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        Answer answer = require(201, call("PUT", "/box/" + name, content));
        history.add(new Written(index(answer), name, content));
    }

    /** What there was when the ledger had so many entries. */
    private Map<String, byte[]> at(long size) {
        Map<String, byte[]> blobs = new HashMap<>();
        for (Written write : history) {
            if (write.index < size) {
                blobs.put(write.name, write.content);
            }
        }
        return blobs;
    }

    /** Reads everything back; what does not match. */
    synchronized List<String> differences(long size) throws IOException {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, byte[]> blob : at(size).entrySet()) {
            Answer answer = call("GET", "/box/" + blob.getKey(), new byte[0]);
            boolean matches =
                    blob.getValue() == null
                            ? answer.status() == 404
                            : answer.status() == 200
                                    && Arrays.equals(blob.getValue(), bytes(answer));
            if (!matches) {
                found.add(blob.getKey() + " " + answer.status());
            }
        }
        return found;
    }

    private static byte[] bytes(Answer answer) throws IOException {
        return switch (answer.body()) {
            case Answer.Body.Bytes bytes -> bytes.bytes();
            case Answer.Body.Stream stream -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                stream.writer().writeTo(out);
                yield out.toByteArray();
            }
            case Answer.Body.Empty _, Answer.Body.Head _ -> new byte[0];
        };
    }

    private Answer call(String method, String target, byte[] body) {
        FakeRequest request =
                cloud.request(Site.BLOB, method, target)
                        .label(RouteSamples.ACCOUNT)
                        .with("x-ms-blob-type", "BlockBlob")
                        .body(body);
        return cloud.call(cloud.owner, request);
    }

    private static Answer require(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError(Cloud.text(answer));
        }
        return answer;
    }

    private static long index(Answer answer) {
        Matcher index = INDEX.matcher(answer.headers().toString());
        if (!index.find()) {
            throw new AssertionError("no index in the receipt");
        }
        return Long.parseLong(index.group(1));
    }
}
