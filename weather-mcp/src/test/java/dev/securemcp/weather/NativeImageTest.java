package dev.securemcp.weather;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.securemcp.weather.provider.sample.Climate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** What a native image must be told beforehand, held on the JVM. */
@AnalyzeClasses(packages = "dev.securemcp.weather", importOptions = DoNotIncludeTests.class)
class NativeImageTest {

    private static final Map<String, String> BY_NAME = Map.of(
            "java.lang.Class", "forName|getResource.*|get(Declared)?(Method|Field|Constructor).*|newInstance",
            "java.lang.ClassLoader", "loadClass|getResource.*|findClass|defineClass",
            "java.util.ServiceLoader", "load.*",
            "java.util.ResourceBundle", "getBundle",
            "java.io.ObjectInputStream", "readObject",
            "java.lang.reflect.Proxy", "newProxyInstance",
            "java.lang.reflect.Method", "invoke");

    @ArchTest
    static void nothing_but_the_climate_normals_is_loaded_by_name(JavaClasses classes) {
        BY_NAME.forEach((type, methods) -> noClasses()
                .that()
                .doNotBelongToAnyOf(Climate.class)
                .should()
                .callMethodWhere(
                        target(owner(nameMatching(type.replace(".", "\\.")))).and(target(nameMatching(methods))))
                .because("a native image knows only what it was told of when it was built")
                .check(classes));
    }

    @ArchTest
    static void the_climate_normals_are_resources_that_the_build_names(JavaClasses classes) throws IOException {
        Properties settings = new Properties();
        try (InputStream in = NativeImageTest.class.getResourceAsStream("/application.properties")) {
            settings.load(in);
        }
        PathMatcher named = FileSystems.getDefault()
                .getPathMatcher("glob:" + settings.getProperty("quarkus.native.resources.includes"));
        Path root = Path.of("src/main/resources");
        List<Path> files;
        try (Stream<Path> found = Files.walk(root.resolve("climate"))) {
            files = found.filter(Files::isRegularFile).map(root::relativize).toList();
        }

        assertThat(files).isNotEmpty().allMatch(named::matches);
    }
}
