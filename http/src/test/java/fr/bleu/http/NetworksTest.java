package fr.bleu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    private static boolean contain(String networks, String address) {
        return Networks.parse(networks).contain(InetAddress.ofLiteral(address));
    }

    @Test
    void addressesAndPrefixesContainTheirOwn() {
        String networks = "127.0.0.1, 10.0.0.0/8,192.168.4.0/22, 2001:db8:8000::/33";
        assertTrue(contain(networks, "127.0.0.1"));
        assertFalse(contain(networks, "127.0.0.2"));
        assertTrue(contain(networks, "10.255.0.1"));
        assertFalse(contain(networks, "11.0.0.0"));
        assertTrue(contain(networks, "192.168.7.255"));
        assertFalse(contain(networks, "192.168.8.0"));
        assertTrue(contain(networks, "2001:db8:ffff::1"));
        assertFalse(contain(networks, "2001:db8:7fff::1"));
        assertFalse(contain(networks, "a00:1::"));
        assertTrue(contain(networks, "::ffff:10.1.2.3"));
        assertFalse(Networks.NONE.contain(InetAddress.ofLiteral("127.0.0.1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10.0.0.0/8,",
                "10/8",
                "10.1",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "10.0.0.1/8",
                "0.0.0.0/0",
                "::/0",
                "::1/129",
                "fe80::1%lo",
                "300.1.1.1",
                "1::2::3",
                "10.0.0.0/-8",
                "010.0.0.1/8/9"
            })
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Networks.parse(text));
    }

    @Test
    void aLongListIsRefused() {
        String many = "10.0.0.1,".repeat(64) + "10.0.0.1";
        assertEquals(
                "more than 64 addresses",
                assertThrows(IllegalArgumentException.class, () -> Networks.parse(many))
                        .getMessage());
    }
}
