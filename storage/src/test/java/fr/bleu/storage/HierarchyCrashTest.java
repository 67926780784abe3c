package fr.bleu.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Power is lost at every sync, and at random writes, of puts that make directories and of deletions
 * that take them away. Afterwards a file is there with all its directories, or none of what its put
 * makes; nothing lies behind a directory that is gone; and all can be done again.
 */
class HierarchyCrashTest {
    private static final int SEEDS = Boolean.getBoolean("bleu.all") ? 30 : 12;

    @Test
    void powerLostAtEachSyncInTurn() {
        int crashes = Mortal.atEachSync(1, sync -> new Life(1_000 + sync), Life::dies);
        assertTrue(crashes >= 12, "only " + crashes + " syncs");
    }

    @Test
    void powerLostInTheMidstOfWrites() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Life life = new Life(seed)) {
                life.disk.powerOffAtWrite(1 + new Random(seed).nextInt(60));
                life.dies();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("hierarchy simulation: seeds 0 to " + (SEEDS - 1));
    }

    private static final class Life extends Mortal {
        private static final int TREES = 3;
        private final boolean[] deleting = new boolean[TREES];

        Life(long seed) {
            super(seed);
            TreeAccount.born(world);
        }

        /** Works, recovers, and works again; whether power was lost before the end. */
        boolean dies() {
            boolean lost = !works(TreeAccount.of(world));
            restart();
            TreeAccount tree = TreeAccount.of(world);
            for (int i = 0; i < TREES; i++) {
                whole(tree, i);
            }
            world.housekeeping.sweep();
            SweepOracle.check(world.trust.records(), world.account(TreeAccount.NAME).id());
            assertTrue(works(tree), "works again");
            world.housekeeping.sweep();
            SweepOracle.check(world.trust.records(), world.account(TreeAccount.NAME).id());
            return lost;
        }

        /** Whether all was acknowledged. */
        private boolean works(TreeAccount tree) {
            for (int i = 0; i < TREES; i++) {
                String path = "t" + i + "/a/b/file";
                String text = i == 0 ? "large".repeat(5_000) : "text";
                boolean done =
                        went(tree.put(path, text))
                                && went(block(tree, path))
                                && (i == 1 || deleted(tree, i, path));
                if (!done) {
                    return false;
                }
            }
            return true;
        }

        private static String block(TreeAccount tree, String path) {
            return tree.outcome(
                    tree.request("PUT", path + "2?comp=block&blockid=AAAA").body("block"));
        }

        private boolean deleted(TreeAccount tree, int i, String path) {
            deleting[i] = true;
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                if (!went(tree.delete(path.substring(0, end)))) {
                    return false;
                }
            }
            return true;
        }

        private static boolean went(String outcome) {
            assertTrue(outcome.startsWith("2") || outcome.startsWith("5"), outcome);
            return outcome.startsWith("2");
        }

        /** The put makes all or nothing; deletions begin at the end. */
        private void whole(TreeAccount tree, int i) {
            String top = "t" + i;
            String file = tree.shown(top + "/a/b/file");
            if (file.startsWith("file ")) {
                assertTrue(file.equals("file text") || file.length() == 25_005, file);
            } else if (!deleting[i]) {
                assertEquals("404 BlobNotFound", tree.shown(top), "directories without the file");
            }
            boolean above = true;
            for (String path : new String[] {top, top + "/a", top + "/a/b"}) {
                boolean there = tree.shown(path).equals("directory");
                assertTrue(above || !there, path + " without its parent");
                above = there;
            }
        }
    }
}
