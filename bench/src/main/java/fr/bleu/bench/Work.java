package fr.bleu.bench;

import java.io.IOException;

/**
 * What is done to a Blob service, over and over.
 *
 * @param connections how many do it at once, each on a connection of its own
 * @param bytes content bytes that one operation moves
 * @param goal how many times the peer's rate is wanted, or 0
 * @param maker makes one connection's operation
 */
record Work(String name, int connections, long bytes, double goal, Maker maker) {

    /** One operation: a call, or the several that put or get a blob in blocks. */
    interface Operation {
        void run(Connection connection) throws IOException;
    }

    /** Makes an operation for one round of one connection. */
    interface Maker {

        /**
         * @param worker tells the connection from all others of all rounds, so that what it puts
         *     has names of its own
         */
        Operation make(Requests requests, long worker);
    }
}
