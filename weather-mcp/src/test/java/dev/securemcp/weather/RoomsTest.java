package dev.securemcp.weather;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms. */
class RoomsTest {

    private static final String ROOT = "dev.securemcp.weather.";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.securemcp.weather");

    @Test
    void theDomainKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "forecast..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(ROOT + "forecast..", "java..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void whatMcpSeesKnowsTheDomainAndNoProvider() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "tools..", ROOT + "resources..", ROOT + "prompts..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "provider..", ROOT + "access..")
                .check(classes);
    }

    @Test
    void providersKnowNothingOfMcp() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "provider..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "tools..",
                        ROOT + "resources..",
                        ROOT + "prompts..",
                        ROOT + "access..",
                        "io.quarkiverse.mcp..")
                .check(classes);
    }

    @Test
    void theGuardKnowsOnlyTheSettings() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "access..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "tools..",
                        ROOT + "resources..",
                        ROOT + "prompts..",
                        ROOT + "provider..",
                        ROOT + "forecast..")
                .check(classes);
    }

    @Test
    void thereAreNoCyclesBetweenSources() {
        slices().matching(ROOT + "provider.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        com.tngtech.archunit.base.DescribedPredicate.alwaysTrue(),
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                ROOT + "provider.upstream.."))
                .check(classes);
    }
}
