package fr.bleu.conformance.operations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which operations a test class has a client carry out and looks at the outcome of. The table
 * in docs/blob.md is made of it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Proves {
    Client client();

    BlobOperation[] operations();
}
