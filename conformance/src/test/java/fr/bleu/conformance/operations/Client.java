package fr.bleu.conformance.operations;

/** A client that we did not write, in the order of the table's columns. */
public enum Client {
    JAVA("Java"),
    JAVASCRIPT("JavaScript"),
    PYTHON("Python"),
    AZ("az"),
    RCLONE("rclone"),
    HADOOP("Hadoop"),
    PGBACKREST("pgBackRest");

    private final String title;

    Client(String title) {
        this.title = title;
    }

    /** How the documentation names it. */
    public String title() {
        return title;
    }
}
