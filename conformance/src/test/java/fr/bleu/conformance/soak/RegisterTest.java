package fr.bleu.conformance.soak;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The soak's oracle of names that many write: it must notice what it is there for. */
class RegisterTest {

    private final Register register = new Register();

    private boolean maySee(long value) {
        return register.seen(register.beginRead(), value);
    }

    private Register.Write acknowledged(long value) {
        Register.Write write = register.begin(value);
        register.acknowledged(write);
        return write;
    }

    @Test
    void anAcknowledgedWriteEndsThoseBeforeIt() {
        acknowledged(1);
        acknowledged(2);
        assertFalse(maySee(1));
        assertFalse(maySee(Register.ABSENT));
        assertTrue(maySee(2));
    }

    @Test
    void ofTwoWritesAtOnceEitherIsLastButOnceSeenForGood() {
        Register.Write one = register.begin(1);
        Register.Write two = register.begin(2);
        register.acknowledged(one);
        register.acknowledged(two);
        assertTrue(maySee(1));
        assertFalse(maySee(2));
        assertTrue(maySee(1));
    }

    @Test
    void aLostWriteMayBeSeenAndIsThenThere() {
        acknowledged(1);
        register.lost(register.begin(2));
        assertTrue(maySee(2));
        assertFalse(maySee(1));
    }

    @Test
    void aLostWriteIsOverWithTheNextAcknowledged() {
        register.lost(register.begin(1));
        acknowledged(2);
        assertFalse(maySee(1));
    }

    @Test
    void aReadThatBeganEarlierMaySeeWhatWasOverwrittenMeanwhile() {
        acknowledged(1);
        long begin = register.beginRead();
        acknowledged(2);
        assertTrue(register.seen(begin, 1));
        assertTrue(maySee(2));
    }

    @Test
    void nothingToDeleteContradictsAnAcknowledgedWrite() {
        acknowledged(1);
        assertFalse(register.foundNothing(register.begin(Register.ABSENT)));
    }
}
