package fr.bleu.trust;

/** An entry that was sealed, and the salt that its commitment was made with. */
record Opened(byte[] salt, byte[] entry) {}
