package fr.bleu.identity;

import fr.bleu.trust.Action;

/**
 * What is permitted in a tenant's directory, at the tenant's root scope. Whoever can give an
 * application a credential can act as it, an Owner's included. So each of these also needs leave to
 * assign roles there, which Owner has and Contributor has not: {@code
 * Microsoft.Authorization/roleAssignments/write}. Reading needs no role: every principal may read
 * its own tenant's directory.
 */
public final class DirectoryActions {

    /** An application is made or changed, its credentials included. */
    public static final Action APPLICATION_WRITE =
            Action.write("Bleu.Directory/applications/write");

    /** An application is removed. */
    public static final Action APPLICATION_DELETE =
            Action.write("Bleu.Directory/applications/delete");

    /** A service principal is made. */
    public static final Action SERVICE_PRINCIPAL_WRITE =
            Action.write("Bleu.Directory/servicePrincipals/write");

    /** A service principal is removed. */
    public static final Action SERVICE_PRINCIPAL_DELETE =
            Action.write("Bleu.Directory/servicePrincipals/delete");

    private DirectoryActions() {}
}
