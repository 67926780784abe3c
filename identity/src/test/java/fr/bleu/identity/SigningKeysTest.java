package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private World world;
    private SigningKeys keys;
    private String first;

    @BeforeEach
    void open() {
        world = new World();
        keys = world.identity.signingKeys();
        first = keys.current().kid();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void passes(String token) throws Exception {
        world.identity.bearer().authenticate("Bearer " + token, Audience.MANAGEMENT, World.ORIGIN);
    }

    private String token() {
        return world.adminToken("https://management.azure.com/.default");
    }

    @Test
    void aRestartFindsTheSameKey() throws Exception {
        String token = token();
        Identity again = world.reopened();
        assertEquals(first, again.signingKeys().current().kid());
        assertEquals(
                world.owner(),
                again.bearer()
                        .authenticate("Bearer " + token, Audience.MANAGEMENT, World.ORIGIN)
                        .withoutEpoch());
    }

    @Test
    void nothingRotatesBeforeItsTime() {
        world.clock.advance(Duration.ofDays(29).minusSeconds(1));
        keys.rotate();
        assertFalse(keys.published().contains("},{"), "one key");
        assertEquals(first, keys.current().kid());
    }

    @Test
    void aSuccessorIsPublishedADayBeforeItSignsAndThePredecessorStaysAsLongAsItsTokens()
            throws Exception {
        world.clock.advance(Duration.ofDays(29));
        keys.rotate();
        assertTrue(keys.published().contains("},{"), "two keys");
        assertEquals(first, keys.current().kid(), "published, not yet signing");

        world.clock.advance(SigningKeys.PUBLISHED_BEFORE.minusSeconds(1));
        keys.rotate();
        assertEquals(first, SignedJWT.parse(token()).getHeader().getKeyID());
        String lastOfFirst = token();

        world.clock.advance(Duration.ofSeconds(1));
        String second = SignedJWT.parse(token()).getHeader().getKeyID();
        assertNotEquals(first, second);
        passes(token());
        passes(lastOfFirst);

        world.clock.advance(Tokens.LIFE.minusSeconds(2));
        keys.rotate();
        passes(lastOfFirst);
        assertTrue(keys.published().contains(first));

        world.clock.advance(SigningKeys.PUBLISHED_AFTER);
        keys.rotate();
        assertFalse(keys.published().contains(first));
        assertTrue(keys.published().contains(second));
    }

    @Test
    void rotatingTwiceMakesOneSuccessor() {
        world.clock.advance(Duration.ofDays(60));
        keys.rotate();
        String published = keys.published();
        keys.rotate();
        assertEquals(published, keys.published());
    }
}
