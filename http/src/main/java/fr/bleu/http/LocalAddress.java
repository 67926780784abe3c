package fr.bleu.http;

import java.net.InetAddress;

/**
 * Where somebody on this machine finds the server.
 *
 * @param port the port that it listens on, which need not be the one that clients see
 * @param proxied whether who connects from the same address must begin with a PROXY header, as a
 *     known proxy
 */
public record LocalAddress(InetAddress address, int port, boolean proxied) {}
