package fr.bleu.storage.api;

import fr.bleu.http.Request;
import fr.bleu.http.Xml;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.Block;
import fr.bleu.storage.BlockId;
import fr.bleu.storage.BlockLists;
import fr.bleu.storage.Checksums;
import fr.bleu.storage.StorageError;
import java.util.ArrayList;
import java.util.List;

/** The XML of Put Block List and Get Block List. */
final class BlockListXml {
    /** 50,000 blocks of 64-byte ids with their elements. */
    private static final int MAX_BYTES = 8 << 20;

    private BlockListXml() {}

    static List<BlockLists.Reference> read(Request request) {
        byte[] body = request.body(MAX_BYTES);
        Checksums declared = RequestHeaders.declared(request);
        declared.requireOf(body);
        Xml.Element root = Xml.parse(body, StorageError.INVALID_XML_DOCUMENT.code());
        if (!root.name().equals("BlockList")) {
            throw StorageError.INVALID_XML_DOCUMENT.failure();
        }
        if (root.children().size() > BlockLists.MAX_BLOCKS) {
            throw StorageError.BLOCK_LIST_TOO_LONG.failure();
        }
        List<BlockLists.Reference> references = new ArrayList<>(root.children().size());
        for (Xml.Element element : root.children()) {
            references.add(reference(element));
        }
        return references;
    }

    private static BlockLists.Reference reference(Xml.Element element) {
        BlockLists.Source source =
                switch (element.name()) {
                    case "Committed" -> BlockLists.Source.COMMITTED;
                    case "Uncommitted" -> BlockLists.Source.UNCOMMITTED;
                    case "Latest" -> BlockLists.Source.LATEST;
                    default -> throw StorageError.INVALID_XML_DOCUMENT.failure();
                };
        try {
            return new BlockLists.Reference(source, BlockId.parse(element.text().strip()));
        } catch (IllegalArgumentException e) {
            throw StorageError.INVALID_BLOCK_LIST.failure();
        }
    }

    static XmlWriter write(BlockLists.Listed listed, BlobRequest.GetBlockList request) {
        XmlWriter xml = new XmlWriter().start("BlockList");
        if (request.committed()) {
            blocks(xml, "CommittedBlocks", listed.committed());
        }
        if (request.uncommitted()) {
            blocks(xml, "UncommittedBlocks", listed.uncommitted());
        }
        return xml.end();
    }

    private static void blocks(XmlWriter xml, String name, List<Block> blocks) {
        xml.start(name);
        for (Block block : blocks) {
            xml.start("Block")
                    .element("Name", block.id().text())
                    .element("Size", Long.toString(block.length()))
                    .end();
        }
        xml.end();
    }
}
