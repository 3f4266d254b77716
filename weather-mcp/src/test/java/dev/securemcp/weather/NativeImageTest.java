package dev.securemcp.weather;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.securemcp.weather.provider.sample.Climate;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;

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

    /** Calls that look up by name for their caller; trees of nodes need no reflection, mapping of classes does. */
    private static final Map<String, String> FOR_THEIR_CALLER = Map.of(
            "java.net.IDN", ".*",
            "java.util.random.RandomGenerator", "of|getDefault",
            "java.time.format.DateTimeFormatter", "ofLocalized.*|localizedBy",
            "java.text.NumberFormat", "get.*Instance",
            "com.fasterxml.jackson.databind.Object(Mapper|Reader|Writer)",
                    "readValue|readValues|readerFor|treeToValue|valueToTree|convertValue|findAndRegisterModules|findModules",
            "io.vertx.core.json.JsonObject", "mapTo|mapFrom",
            "javax.xml.*", ".*");

    @ArchTest
    static void nobody_loads_by_name_for_our_code(JavaClasses classes) {
        assertThat(loading(classes)).isEmpty();
        assertThat(loading(new ClassFileImporter().importClasses(Planted.class)))
                .containsExactly("java.util.random.RandomGenerator");
    }

    private static List<String> loading(JavaClasses classes) {
        return FOR_THEIR_CALLER.keySet().stream()
                .filter(type -> noClasses()
                        .should()
                        .callMethodWhere(target(owner(nameMatching(type.replace(".", "\\."))))
                                .and(target(nameMatching(FOR_THEIR_CALLER.get(type)))))
                        .evaluate(classes)
                        .hasViolation())
                .toList();
    }

    @ArchTest
    static void the_climate_normals_are_resources_that_the_build_names(JavaClasses classes) throws IOException {
        assertThat(files(Path.of("src/main/resources"), "climate")).isNotEmpty().allMatch(NativeImageTest::named);
    }

    @ArchTest
    static void the_tables_for_normalising_text_are_resources_that_the_build_names(JavaClasses classes)
            throws IOException {
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules/java.base");

        assertThat(classes.stream().flatMap(type -> type.getMethodCallsFromSelf().stream()))
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Normalizer.class));
        assertThat(files(base, "jdk/internal/icu"))
                .filteredOn(file -> file.toString().endsWith(".nrm"))
                .isNotEmpty()
                .allMatch(NativeImageTest::named);
        assertThat(named(Path.of("jdk/internal/icu/other"))).isFalse();
    }

    private static List<Path> files(Path root, String under) throws IOException {
        try (Stream<Path> found = Files.walk(root.resolve(under))) {
            return found.filter(Files::isRegularFile)
                    .map(file -> Path.of(root.relativize(file).toString()))
                    .toList();
        }
    }

    private static boolean named(Path resource) {
        Properties settings = new Properties();
        try (InputStream in = NativeImageTest.class.getResourceAsStream("/application.properties")) {
            settings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Stream.of(settings.getProperty("quarkus.native.resources.includes")
                        .split(","))
                .anyMatch(glob -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + glob.strip())
                        .matches(resource));
    }

    /** What every process must make anew: in a static field of an image it would be the builder's for ever. */
    private static final List<Class<?>> ANEW = List.of(
            Random.class,
            SplittableRandom.class,
            Thread.class,
            Executor.class,
            Timer.class,
            Closeable.class,
            Instant.class,
            MessageDigest.class,
            Mac.class,
            Cipher.class,
            InetAddress.class);

    private static final Pattern ASKS = Pattern.compile(
            "java\\.time\\..*\\.now|java\\.time\\.ZoneId\\.systemDefault|java\\.util\\.UUID\\.randomUUID"
                    + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime|getenv|getProperty)|java\\.lang\\.Runtime\\..*"
                    + "|java\\.util\\.(Locale|TimeZone)\\.getDefault|java\\.nio\\.file\\.Files\\..*");

    /** What must not be there, to see that it would be found. */
    @SuppressWarnings("unused")
    private static final class Planted {

        static final Random RANDOM = new Random();
        static final RandomGenerator NAMED = RandomGenerator.of("L64X128MixRandom");
        static final long SINCE = System.currentTimeMillis();
    }

    @ArchTest
    static void nothing_would_be_kept_from_the_machine_that_built_it(JavaClasses classes) {
        assertThat(kept(classes)).isEmpty();
        assertThat(kept(new ClassFileImporter().importClasses(Planted.class)))
                .containsExactlyInAnyOrder(
                        Planted.class.getName() + ".RANDOM",
                        Planted.class.getName() + " asks java.lang.System.currentTimeMillis");
    }

    private static List<String> kept(JavaClasses classes) {
        Stream<String> fields = classes.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC)
                        && ANEW.stream().anyMatch(field.getRawType()::isAssignableTo))
                .map(JavaField::getFullName);
        Stream<String> calls = classes.stream().flatMap(type -> type.getStaticInitializer().stream()
                .flatMap(initializer -> initializer.getMethodCallsFromSelf().stream())
                .filter(call -> !call.isDeclaredInLambda())
                .map(call -> call.getTargetOwner().getName() + "." + call.getName())
                .filter(name -> ASKS.matcher(name).matches())
                .map(name -> type.getName() + " asks " + name));
        return Stream.concat(fields, calls).toList();
    }
}
