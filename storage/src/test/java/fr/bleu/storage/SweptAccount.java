package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fr.bleu.store.Key;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** {@code acct} with blocks in its blobs, and what is left of them after a sweep. */
final class SweptAccount {
    final World world = new World();
    final UUID account = world.account("acct").id();

    void container() {
        assertEquals(201, world.send("PUT", "/con?restype=container").status());
    }

    void swept() {
        world.housekeeping.sweep();
        SweepOracle.check(world.store, account);
    }

    long extents() {
        return world.store.scanPrefix(Key.of(account, SweepOracle.LOCATIONS), 10_000).size();
    }

    void block(String blob, int number, int size) {
        assertEquals(
                201,
                world.send(
                                world.request("PUT", blob + "?comp=block&blockid=" + id(number))
                                        .body(text(number, size)))
                        .status());
    }

    static String text(int number, int size) {
        return ("block " + number + ";").repeat(size / 8 + 1);
    }

    static String id(int number) {
        return Base64.getEncoder()
                .encodeToString("%06d".formatted(number).getBytes(StandardCharsets.UTF_8))
                .replace("=", "%3D");
    }

    void list(String blob, Iterable<Integer> numbers) {
        StringBuilder xml = new StringBuilder("<BlockList>");
        for (int number : numbers) {
            xml.append("<Latest>").append(id(number).replace("%3D", "=")).append("</Latest>");
        }
        assertEquals(
                201,
                world.send(
                                world.request("PUT", blob + "?comp=blocklist")
                                        .body(xml.append("</BlockList>").toString()))
                        .status());
    }
}
