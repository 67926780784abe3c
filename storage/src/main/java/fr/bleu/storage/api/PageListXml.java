package fr.bleu.storage.api;

import fr.bleu.http.Answer;
import fr.bleu.http.XmlWriter;
import fr.bleu.storage.PageRanges;
import fr.bleu.storage.Position;

/** The XML of Get Page Ranges. */
final class PageListXml {
    private PageListXml() {}

    static Answer answer(PageRanges.Listed listed) {
        XmlWriter xml = new XmlWriter().start("PageList");
        for (PageRanges.Run run : listed.runs()) {
            xml.start(run.cleared() ? "ClearRange" : "PageRange")
                    .element("Start", Long.toString(run.range().offset()))
                    .element("End", Long.toString(run.range().end() - 1))
                    .end();
        }
        listed.next()
                .ifPresent(
                        next ->
                                xml.element(
                                        "NextMarker",
                                        Markers.of(Position.before(Long.toString(next)))));
        Answer answer = xml.end().answer(200);
        BlobHeaders headers =
                new BlobHeaders()
                        .stamp(listed.blob().modified())
                        .add("x-ms-blob-content-length", Long.toString(listed.blob().length()));
        return new Answer(200, answer.headers().with(headers.done()), answer.body());
    }
}
