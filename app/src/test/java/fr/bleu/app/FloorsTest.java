package fr.bleu.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import fr.bleu.http.HttpServer;
import fr.bleu.http.Router;
import fr.bleu.store.Store;

/** The house's floors: a module knows only those below it. */
@AnalyzeClasses(packages = "fr.bleu", importOptions = ProductOnly.class)
class FloorsTest {

    @ArchTest
    static final ArchRule aModuleKnowsOnlyTheFloorsBelowIt =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("ledger")
                    .definedBy("fr.bleu.ledger..")
                    .layer("store")
                    .definedBy("fr.bleu.store..")
                    .layer("keys")
                    .definedBy("fr.bleu.keys..")
                    .layer("extents")
                    .definedBy("fr.bleu.extents..")
                    .layer("trust")
                    .definedBy("fr.bleu.trust..")
                    .layer("http")
                    .definedBy("fr.bleu.http..")
                    .layer("identity")
                    .definedBy("fr.bleu.identity..")
                    .layer("resources")
                    .definedBy("fr.bleu.resources..")
                    .layer("storage")
                    .definedBy("fr.bleu.storage..")
                    .layer("vault")
                    .definedBy("fr.bleu.vault..")
                    .layer("app")
                    .definedBy("fr.bleu.app..")
                    .whereLayer("app")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("storage")
                    .mayOnlyBeAccessedByLayers("app")
                    .whereLayer("vault")
                    .mayOnlyBeAccessedByLayers("app")
                    .whereLayer("resources")
                    .mayOnlyBeAccessedByLayers("storage", "vault", "app")
                    .whereLayer("identity")
                    .mayOnlyBeAccessedByLayers("resources", "storage", "vault", "app")
                    .whereLayer("http")
                    .mayOnlyBeAccessedByLayers("identity", "resources", "storage", "vault", "app")
                    .whereLayer("trust")
                    .mayOnlyBeAccessedByLayers(
                            "http", "identity", "resources", "storage", "vault", "app")
                    .whereLayer("extents")
                    .mayOnlyBeAccessedByLayers("trust", "storage", "app")
                    .whereLayer("keys")
                    .mayOnlyBeAccessedByLayers(
                            "extents", "trust", "identity", "resources", "storage", "vault", "app");

    @ArchTest
    static final ArchRule theRawStoreIsOpenToKeysExtentsAndTrustAlone =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "fr.bleu.http..",
                            "fr.bleu.identity..",
                            "fr.bleu.resources..",
                            "fr.bleu.storage..",
                            "fr.bleu.vault..")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Store.class)
                    .because("services commit only through trust, with their permit");

    @ArchTest
    static final ArchRule whatEnginesShareIsTheStoresOwn =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("fr.bleu.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("fr.bleu.store.engine..");

    @ArchTest
    static final ArchRule onlyItsEngineKnowsPostgres =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("fr.bleu.store.postgres..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..");

    @ArchTest
    static final ArchRule packagesFormNoCircles =
            slices().matching("fr.bleu.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theLedgerNeedsNothingButTheJdk =
            classes()
                    .that()
                    .resideInAPackage("fr.bleu.ledger..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("fr.bleu.ledger..", "java..");

    @ArchTest
    static final ArchRule theProductHoldsNoClientSdk =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.azure..", "com.microsoft..");

    @ArchTest
    static final ArchRule onlyExtentsSpeakS3 =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("fr.bleu.extents..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("software.amazon..", "org.apache..");

    @ArchTest
    static final ArchRule onlyTracesKnowOpenTelemetry =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("fr.bleu.app.traces..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule requestsReachNoUpkeep =
            noClasses()
                    .that()
                    .resideInAPackage("..api..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("fr.bleu.trust.Upkeep")
                    .because("its permits ask nobody; they are for background work alone");

    @ArchTest
    static final ArchRule nothingButDevelopmentStorageIsServedWithoutTls =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("fr.bleu.app.platform.Platform")
                    .and()
                    .resideOutsideOfPackage("fr.bleu.http..")
                    .should()
                    .callMethod(HttpServer.class, "startDevelopment", Router.class)
                    .because("the platform asks first whether the folder is development storage's");
}
