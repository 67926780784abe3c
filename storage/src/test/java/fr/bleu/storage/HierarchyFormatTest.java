package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The records of hierarchical accounts as the first version wrote them. */
class HierarchyFormatTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final UUID ID = new UUID(1, 2);

    @Test
    void aDirectoryIsReadAsItWasWritten() {
        String written =
                "01"
                        + "0000000000000003"
                        + "0000000000000004"
                        + "0000000174"
                        + "00000000".repeat(5)
                        + "00000000"
                        + "06"
                        + "0000000000000001"
                        + "0000000000000002";
        Blob directory =
                new Blob(
                        new Stamp(3),
                        new Stamp(4),
                        new ContentHeaders("t", "", "", "", "", new byte[0]),
                        Metadata.EMPTY,
                        new Content.Directory(ID),
                        Traits.NONE);
        assertEquals(written, HEX.formatHex(directory.encode()));
        Blob read = Blob.decode(HEX.parseHex(written));
        assertEquals(directory, read);
        assertEquals(Optional.of(ID), Tree.id(Optional.of(read)));
    }

    @Test
    void aContainersRecordEndsWithWhatItIsAndAFlatOneIsAsBefore() {
        String flat = "0100000000000000010000000000000002000000000000000300000000";
        String hierarchical = flat + "050000000101";
        assertEquals(flat, HEX.formatHex(container(false).encode()));
        assertEquals(hierarchical, HEX.formatHex(container(true).encode()));
        assertEquals(container(false), Container.decode("con", HEX.parseHex(flat)));
        assertEquals(container(true), Container.decode("con", HEX.parseHex(hierarchical)));
    }

    private static Container container(boolean hierarchical) {
        return new Container(
                "con",
                ID,
                new Stamp(3),
                Metadata.EMPTY,
                ContainerTraits.NONE.withHierarchy(hierarchical));
    }
}
