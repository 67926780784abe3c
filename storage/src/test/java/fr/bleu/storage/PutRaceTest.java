package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.bleu.http.Failure;
import fr.bleu.trust.Permit;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A put decides on what it read before its body came; here that changes while the body comes. */
class PutRaceTest {
    private static final byte[] OURS = "ours".getBytes(StandardCharsets.UTF_8);
    private static final byte[] THEIRS = "theirs".getBytes(StandardCharsets.UTF_8);
    private static final Conditions ONLY_IF_ABSENT =
            new Conditions(List.of(), List.of("*"), Optional.empty(), Optional.empty());

    private World world;

    @BeforeEach
    void open() {
        world = new World();
        world.send("PUT", "/con?restype=container");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aBlobThatAppearedMeanwhileIsNotOverwrittenByACreation() {
        Failure refused =
                assertThrows(
                        Failure.class,
                        () -> put(() -> world.put("/con/b", THEIRS), ONLY_IF_ABSENT));
        assertEquals("BlobAlreadyExists", refused.code());
        assertArrayEquals(THEIRS, World.bytes(world.send("GET", "/con/b")));
    }

    @Test
    void anUnconditionalPutReplacesWhatAppearedMeanwhile() throws Exception {
        put(() -> world.put("/con/b", THEIRS), Conditions.NONE);
        assertArrayEquals(OURS, World.bytes(world.send("GET", "/con/b")));
    }

    @Test
    void aContainerThatWasDeletedMeanwhileTakesNoBlob() {
        Failure refused =
                assertThrows(
                        Failure.class,
                        () ->
                                put(
                                        () -> world.send("DELETE", "/con?restype=container"),
                                        Conditions.NONE));
        assertEquals("ContainerNotFound", refused.code());
    }

    /** Puts {@link #OURS}; {@code meanwhile} happens before its first byte. */
    private void put(Runnable meanwhile, Conditions conditions) throws Exception {
        Permit permit =
                new BlobAccess(world.storage.accounts(), world.trust.authorizer())
                        .put("acct", world.owner, "con", "b");
        InputStream in =
                new FilterInputStream(new ByteArrayInputStream(OURS)) {
                    private boolean begun;

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        if (!begun) {
                            begun = true;
                            meanwhile.run();
                        }
                        return super.read(bytes, offset, length);
                    }
                };
        ContentHeaders headers =
                new ContentHeaders(ContentHeaders.DEFAULT_TYPE, "", "", "", "", Checksums.NONE);
        world.storage
                .blobs()
                .put(
                        permit,
                        headers,
                        Metadata.EMPTY,
                        PutOptions.NONE,
                        new Body(in, OURS.length, Checksums.UNDECLARED),
                        conditions);
    }
}
