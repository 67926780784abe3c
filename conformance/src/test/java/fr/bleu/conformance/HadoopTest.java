package fr.bleu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.conformance.operations.BlobOperation;
import fr.bleu.conformance.operations.Client;
import fr.bleu.conformance.operations.Proves;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hadoop's own {@code fs} command with its driver for Blob storage, wasbs, which stands on the old
 * SDK for Java (azure-storage 7). Hadoop 3.4 runs on no JDK above 23, so it has one of its own.
 */
@Tag("heavy")
@Tag("hadoop")
@Tag("names")
@Proves(
        client = Client.HADOOP,
        operations = {
            BlobOperation.GET_CONTAINER_PROPERTIES,
            BlobOperation.SET_CONTAINER_METADATA,
            BlobOperation.LIST_BLOBS,
            BlobOperation.PUT_BLOB,
            BlobOperation.GET_BLOB,
            BlobOperation.GET_BLOB_PROPERTIES,
            BlobOperation.SET_BLOB_PROPERTIES,
            BlobOperation.LEASE_BLOB,
            BlobOperation.COPY_BLOB,
            BlobOperation.DELETE_BLOB,
            BlobOperation.PUT_BLOCK,
            BlobOperation.PUT_BLOCK_LIST,
            BlobOperation.GET_BLOCK_LIST,
            BlobOperation.PUT_PAGE,
            BlobOperation.GET_PAGE_RANGES
        })
class HadoopTest {

    private TestAccount account;
    private String root;

    @TempDir Path folder;

    @BeforeEach
    void prepare() throws Exception {
        account = TestAccount.create("hadoopaccount");
        account.container("files");
        root = "wasbs://files@" + account.host();
        // A secret is not for the command line.
        Files.writeString(
                folder.resolve("core-site.xml"),
                """
                <configuration>
                <property><name>fs.azure.account.key.%s</name><value>%s</value></property>
                <property><name>fs.azure.enable.append.support</name><value>true</value></property>
                <property><name>fs.azure.page.blob.dir</name><value>/pages</value></property>
                </configuration>
                """
                        .formatted(account.host(), account.key()));
    }

    @Test
    void filesAreWrittenReadMovedAppendedToAndRemoved() throws Exception {
        Path large = folder.resolve("large");
        byte[] bytes = new byte[12 << 20];
        new SplittableRandom(4).nextBytes(bytes);
        Files.write(large, bytes);
        Path small = Files.writeString(folder.resolve("small é"), "bonjour\n");
        fs("-mkdir", "-p", root + "/a/b", root + "/pages");
        fs("-put", large.toString(), small.toString(), root + "/a/b/");
        assertEquals("bonjour\n", fs("-cat", root + "/a/b/small é"));
        fs("-mv", root + "/a/b", root + "/a/c");
        fs("-get", root + "/a/c/large", folder.resolve("back").toString());
        assertEquals(-1, Files.mismatch(large, folder.resolve("back")));
        // This command takes no blank in a local name.
        Path more = Files.writeString(folder.resolve("more"), "bonjour\n");
        fs("-appendToFile", more.toString(), root + "/a/c/small é");
        assertEquals("bonjour\nbonjour\n", fs("-cat", root + "/a/c/small é"));
        // Below /pages Hadoop writes page blobs.
        fs("-put", small.toString(), root + "/pages/");
        assertEquals("bonjour\n", fs("-cat", root + "/pages/small é"));
        fs("-rm", "-r", "-skipTrash", root + "/a/c");
        assertEquals(
                List.of(root + "/a", root + "/pages", root + "/pages/small é"),
                fs("-ls", "-C", "-R", root + "/").lines().sorted().toList());
    }

    private String fs(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(java().toString()));
        line.addAll(List.of(account.cloud().env("BLEU_JAVA_OPTIONS").split(" ")));
        String jars = PythonSdkTest.script("hadoop/target/lib").resolve("*").toString();
        line.addAll(List.of("-cp", folder + ":" + jars, "org.apache.hadoop.fs.FsShell"));
        line.addAll(List.of(words));
        ProcessBuilder process = new ProcessBuilder(line);
        process.environment().put("LC_ALL", "C.UTF-8");
        Cloud.Result result = Cloud.run(process);
        assertEquals(0, result.exit(), result.output());
        return result.output();
    }

    private static Path java() throws Exception {
        Path all = Path.of("/usr/lib/jvm");
        try (DirectoryStream<Path> jdks = Files.newDirectoryStream(all, "java-{17,21}-openjdk-*")) {
            for (Path jdk : jdks) {
                return jdk.resolve("bin/java");
            }
        }
        throw new AssertionError("no JDK 17 or 21 below " + all);
    }
}
