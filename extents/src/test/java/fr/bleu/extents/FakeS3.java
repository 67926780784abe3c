package fr.bleu.extents;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * The part of S3 that the engine uses, in memory, over HTTP on a loopback port ("Amazon S3 API
 * reference"). Requests must name the access key; their signature is for a real server to check.
 */
public final class FakeS3 implements AutoCloseable {

    public static final String BUCKET = "bleu-extents";
    public static final String ACCESS_KEY = "fake-access";
    public static final String SECRET_KEY = "fake-secret-7f3a";

    static {
        // Else each answer waits for the delayed acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What a server may be too poor for. */
    enum Lack {
        CONDITIONS,
        RANGES
    }

    public final NavigableMap<String, byte[]> objects = new TreeMap<>();
    final NavigableMap<String, FakeUpload> uploads = new TreeMap<>();
    final Set<String> agents = ConcurrentHashMap.newKeySet();
    final Set<Lack> lacks = EnumSet.noneOf(Lack.class);
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private long requests;
    private long diesAt = Long.MAX_VALUE;
    private boolean carriesOut;

    public FakeS3() throws IOException {
        this(HttpServer.create(address(), 0), "http");
    }

    FakeS3(SSLContext tls) throws IOException {
        this(over(tls), "https");
    }

    private FakeS3(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private static HttpServer over(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public URI endpoint() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** An empty bucket again. */
    public synchronized void clear() {
        objects.clear();
        uploads.clear();
    }

    /**
     * From the so-manieth request on, nothing is answered any more.
     *
     * @param carriesOut whether that request is still carried out
     */
    public synchronized void dieAt(long request, boolean carriesOut) {
        this.diesAt = requests + request;
        this.carriesOut = carriesOut;
    }

    /** Whether it died. */
    public synchronized boolean revive() {
        boolean died = requests >= diesAt;
        diesAt = Long.MAX_VALUE;
        return died;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            FakeAnswer answer;
            synchronized (this) {
                requests++;
                agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
                if (requests > diesAt || (requests == diesAt && !carriesOut)) {
                    return;
                }
                answer = answer(exchange, body);
                if (requests == diesAt) {
                    return;
                }
            }
            answer.send(exchange);
        }
    }

    private FakeAnswer answer(HttpExchange exchange, byte[] body) {
        String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!signature.contains("Credential=" + ACCESS_KEY + "/")) {
            return FakeAnswer.error(403, "InvalidAccessKeyId");
        }
        String path = exchange.getRequestURI().getPath().substring(1);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        if (!bucket.equals(BUCKET)) {
            return FakeAnswer.error(404, "NoSuchBucket");
        }
        Map<String, String> query = query(exchange.getRequestURI());
        String name = slash < 0 ? "" : path.substring(slash + 1);
        if (name.isEmpty()) {
            return query.containsKey("uploads") ? listUploads(query) : list(query);
        }
        String md5 = exchange.getRequestHeaders().getFirst("Content-MD5");
        if (md5 != null && !md5.equals(Bucket.md5(body, body.length))) {
            return FakeAnswer.error(400, "BadDigest");
        }
        return switch (exchange.getRequestMethod()) {
            case "PUT" ->
                    query.containsKey("uploadId")
                            ? putPart(query, body)
                            : put(exchange, name, body);
            case "POST" -> query.containsKey("uploads") ? begin(name) : complete(query, name);
            case "DELETE" -> query.containsKey("uploadId") ? abort(query) : delete(name);
            case "GET", "HEAD" -> get(exchange, name);
            default -> FakeAnswer.error(405, "MethodNotAllowed");
        };
    }

    private FakeAnswer put(HttpExchange exchange, String name, byte[] body) {
        boolean onlyNew = exchange.getRequestHeaders().containsKey("If-None-Match");
        if (onlyNew && objects.containsKey(name) && !lacks.contains(Lack.CONDITIONS)) {
            return FakeAnswer.error(412, "PreconditionFailed");
        }
        objects.put(name, body);
        return FakeAnswer.ok("").with("ETag", "\"e\"");
    }

    private FakeAnswer get(HttpExchange exchange, String name) {
        byte[] found = objects.get(name);
        if (found == null) {
            return FakeAnswer.error(404, "NoSuchKey");
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null || lacks.contains(Lack.RANGES)) {
            return new FakeAnswer(200, found);
        }
        String[] ends = range.substring("bytes=".length()).split("-");
        int from = Integer.parseInt(ends[0]);
        if (from >= found.length) {
            return FakeAnswer.error(416, "InvalidRange");
        }
        int to = Math.min(found.length, Integer.parseInt(ends[1]) + 1);
        return new FakeAnswer(206, Arrays.copyOfRange(found, from, to))
                .with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + found.length);
    }

    private FakeAnswer delete(String name) {
        objects.remove(name);
        return new FakeAnswer(204, new byte[0]);
    }

    private FakeAnswer begin(String name) {
        String id = "upload-%06d".formatted(requests);
        uploads.put(name + "\0" + id, new FakeUpload(name, id, new TreeMap<>()));
        return FakeAnswer.ok(
                "<InitiateMultipartUploadResult><UploadId>"
                        + id
                        + "</UploadId></InitiateMultipartUploadResult>");
    }

    private FakeUpload upload(Map<String, String> query) {
        return uploads.values().stream()
                .filter(it -> it.id().equals(query.get("uploadId")))
                .findAny()
                .orElse(null);
    }

    private FakeAnswer putPart(Map<String, String> query, byte[] body) {
        FakeUpload upload = upload(query);
        if (upload == null) {
            return FakeAnswer.error(404, "NoSuchUpload");
        }
        int number = Integer.parseInt(query.get("partNumber"));
        upload.parts().put(number, body);
        return FakeAnswer.ok("").with("ETag", "\"part" + number + "\"");
    }

    private FakeAnswer complete(Map<String, String> query, String name) {
        FakeUpload upload = upload(query);
        if (upload == null) {
            return FakeAnswer.error(404, "NoSuchUpload");
        }
        objects.put(name, upload.joined());
        uploads.remove(upload.name() + "\0" + upload.id());
        return FakeAnswer.ok(
                "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>");
    }

    private FakeAnswer abort(Map<String, String> query) {
        FakeUpload upload = upload(query);
        if (upload == null) {
            return FakeAnswer.error(404, "NoSuchUpload");
        }
        uploads.remove(upload.name() + "\0" + upload.id());
        return new FakeAnswer(204, new byte[0]);
    }

    private FakeAnswer list(Map<String, String> query) {
        int limit = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
        String prefix = query.getOrDefault("prefix", "");
        StringBuilder found = new StringBuilder("<ListBucketResult>");
        objects.tailMap(query.getOrDefault("start-after", ""), false).entrySet().stream()
                .filter(it -> it.getKey().startsWith(prefix))
                .limit(limit)
                .forEach(
                        it ->
                                found.append("<Contents><Key>")
                                        .append(it.getKey())
                                        .append("</Key><Size>")
                                        .append(it.getValue().length)
                                        .append("</Size></Contents>"));
        return FakeAnswer.ok(found.append("</ListBucketResult>").toString());
    }

    private FakeAnswer listUploads(Map<String, String> query) {
        String prefix = query.getOrDefault("prefix", "");
        StringBuilder found = new StringBuilder("<ListMultipartUploadsResult>");
        Consumer<FakeUpload> add =
                it ->
                        found.append("<Upload><Key>")
                                .append(it.name())
                                .append("</Key><UploadId>")
                                .append(it.id())
                                .append("</UploadId></Upload>");
        uploads.values().stream().filter(it -> it.name().startsWith(prefix)).forEach(add);
        return FakeAnswer.ok(found.append("</ListMultipartUploadsResult>").toString());
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> found = new TreeMap<>();
        String raw = uri.getRawQuery();
        for (String each : raw == null ? new String[0] : raw.split("&")) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            String value = equals < 0 ? "" : each.substring(equals + 1);
            found.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return found;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
