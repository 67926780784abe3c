package fr.bleu.storage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a container of block blobs is, without engines: the model of the property test. */
public final class NaiveContainer {
    /** A block as the protocol shows it; its id is base64. */
    public record NaiveBlock(String id, byte[] bytes) {}

    /**
     * A blob.
     *
     * @param blocks empty for what Put Blob made
     */
    public record NaiveBlob(byte[] bytes, Map<String, String> metadata, List<NaiveBlock> blocks) {}

    private final TreeMap<String, NaiveBlob> blobs = new TreeMap<>(NaiveContainer::compare);
    private final TreeMap<String, TreeMap<String, NaiveBlock>> sessions =
            new TreeMap<>(NaiveContainer::compare);

    /** Names sort by their UTF-8 bytes. */
    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    public Optional<NaiveBlob> get(String name) {
        return Optional.ofNullable(blobs.get(name));
    }

    public void put(String name, byte[] bytes, Map<String, String> metadata) {
        blobs.put(name, new NaiveBlob(bytes, metadata, List.of()));
        sessions.remove(name);
    }

    /** Whether it was there. */
    public boolean delete(String name) {
        if (blobs.remove(name) == null) {
            return false;
        }
        sessions.remove(name);
        return true;
    }

    /** Whether it is there. */
    public boolean setMetadata(String name, Map<String, String> metadata) {
        NaiveBlob old = blobs.get(name);
        if (old != null) {
            blobs.put(name, new NaiveBlob(old.bytes(), metadata, old.blocks()));
        }
        return old != null;
    }

    /** Whether the id has the length of the others. */
    public boolean putBlock(String name, String id, byte[] bytes) {
        TreeMap<String, NaiveBlock> session = sessions.get(name);
        if (session != null && size(session.firstKey()) != size(id)) {
            return false;
        }
        sessions.computeIfAbsent(name, n -> new TreeMap<>()).put(id, new NaiveBlock(id, bytes));
        return true;
    }

    /** Lengths are compared before base64. */
    private static int size(String id) {
        return Base64.getDecoder().decode(id).length;
    }

    public List<NaiveBlock> uncommitted(String name) {
        return List.copyOf(sessions.getOrDefault(name, new TreeMap<>()).values());
    }

    /**
     * Whether every block was where the list says.
     *
     * @param entries element name and id
     */
    public boolean putList(
            String name, List<Map.Entry<String, String>> entries, Map<String, String> metadata) {
        List<NaiveBlock> chosen = new ArrayList<>();
        for (Map.Entry<String, String> entry : entries) {
            NaiveBlock committed = committed(name, entry.getValue());
            NaiveBlock fresh = sessions.getOrDefault(name, new TreeMap<>()).get(entry.getValue());
            NaiveBlock block =
                    switch (entry.getKey()) {
                        case "Committed" -> committed;
                        case "Uncommitted" -> fresh;
                        default -> fresh != null ? fresh : committed;
                    };
            if (block == null) {
                return false;
            }
            chosen.add(block);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        chosen.forEach(block -> bytes.writeBytes(block.bytes()));
        blobs.put(name, new NaiveBlob(bytes.toByteArray(), metadata, chosen));
        sessions.remove(name);
        return true;
    }

    private NaiveBlock committed(String name, String id) {
        return get(name).map(NaiveBlob::blocks).orElse(List.of()).stream()
                .filter(block -> block.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Names and, marked by their length, prefixes: everything a whole listing shows, in order. */
    public List<String> list(String prefix, String delimiter, boolean withUncommitted) {
        TreeMap<String, Boolean> names = new TreeMap<>(NaiveContainer::compare);
        blobs.keySet().forEach(name -> names.put(name, true));
        if (withUncommitted) {
            sessions.keySet().forEach(name -> names.put(name, true));
        }
        Set<String> shown = new LinkedHashSet<>();
        for (String name : names.keySet()) {
            if (name.startsWith(prefix)) {
                int at = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
                shown.add(
                        at < 0
                                ? "Blob " + name
                                : "BlobPrefix " + name.substring(0, at + delimiter.length()));
            }
        }
        return List.copyOf(shown);
    }
}
