package fr.bleu.conformance.tour;

import java.nio.file.Path;
import java.util.List;

/** What the tour does through a client that we did not write: the Azure SDK for Java, or az. */
interface TourClient {

    /** The client's name, as the tour prints it. */
    String name();

    /** Signs in as the administrator, by certificate. */
    void signIn() throws Exception;

    void createGroup(String group, String region) throws Exception;

    /** Tries to create a group where the policy forbids it; the refusal's text. */
    String refusedGroup(String group, String region) throws Exception;

    void registerProvider(String namespace) throws Exception;

    void createStorageAccount(String group, String account) throws Exception;

    void createContainer(String account, String container) throws Exception;

    /** Uploads every file below a folder, named by its path in it; one upload's receipt. */
    String uploadTree(String account, String container, Path root, List<Path> files)
            throws Exception;

    /** Names and prefixes directly below a prefix, with {@code /} as the delimiter. */
    List<String> list(String account, String container, String prefix) throws Exception;

    void download(String account, String container, String blob, Path target) throws Exception;

    void createVault(String group, String vault) throws Exception;

    void setSecret(String vault, String name, String value) throws Exception;

    String getSecret(String vault, String name) throws Exception;

    /** Makes a second service principal with a secret and gives it a role on one container. */
    Reader createReader(String group, String account, String container) throws Exception;

    /** Lines of the subscription's activity log, newest first. */
    List<String> activityLog() throws Exception;

    /** A principal that holds Storage Blob Data Reader on one container and nothing else. */
    interface Reader {

        /** Reads a blob; its length in bytes. */
        long read(String account, String container, String blob) throws Exception;

        /** Tries to write a blob; the refusal's error code. */
        String refusedWrite(String account, String container, String blob) throws Exception;

        /** Tries to read a blob; the refusal's error code. */
        String refusedRead(String account, String container, String blob) throws Exception;
    }
}
