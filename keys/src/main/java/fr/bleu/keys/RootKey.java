package fr.bleu.keys;

/** Wraps the tenants' keys. Engines: a sealed file; later a PKCS#11 token. */
public final class RootKey {

    private RootKey() {}
}
