package fr.bleu.app.stamp;

import fr.bleu.trust.Node;
import java.util.Optional;

/** What the operator's configuration says of a node; it may leave any of it out. */
public record NodeSettings(
        Optional<String> name,
        Optional<String> site,
        Optional<String> country,
        Optional<String> entity) {

    /** Nothing. */
    public static final NodeSettings NONE =
            new NodeSettings(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Where nothing is configured: one machine in France. */
    private static final Node DEFAULT =
            new Node("node1", "site1", "FR", "this instance's operator");

    /**
     * The node, as far as the configuration goes, else as it is without.
     *
     * @throws IllegalArgumentException that says what is no name, country or entity
     */
    public Node over(Node base) {
        return new Node(
                name.orElse(base.name()),
                site.orElse(base.site()),
                country.orElse(base.country()),
                entity.orElse(base.entity()));
    }

    /** The node by this configuration alone. */
    public Node alone() {
        return over(DEFAULT);
    }
}
