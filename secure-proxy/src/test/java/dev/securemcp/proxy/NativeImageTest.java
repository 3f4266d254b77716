package dev.securemcp.proxy;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.annotations.RegisterResourceBundle;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;

/**
 * What a native image must be told beforehand, held on the JVM: our code loads nothing by name but what is listed here, and what libraries
 * load by name because of how we use them is registered.
 */
@AnalyzeClasses(packages = "dev.securemcp.proxy", importOptions = DoNotIncludeTests.class)
class NativeImageTest {

    /** Classes of Caffeine that the extension of Quarkus registers (quarkus-caffeine 3.34.1, its feature for native images). */
    private static final Set<String> BY_QUARKUS = Set.of(
            ("PDMS PSA PSAMW PSAW PSAWMW PSMS PSMW PSW PSWMS PSWMW SILMS SILSMS SSA SSAW SSLA SSLMS SSLSA SSLSMS SSMS SSMSA SSMSAW"
                            + " SSMSW SSSA SSSAW SSSMS SSSMSA SSSMSAW SSSMSW SSSW SSW")
                    .split(" "));

    private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.";

    /** Calls that look classes, members, resources or services up by name, or bring objects back by theirs. */
    private static final Map<String, String> BY_NAME = Map.of(
            "java.lang.Class",
            "forName|getResource.*|get(Declared)?(Method|Field|Constructor|RecordComponent).*|newInstance",
            "java.lang.ClassLoader",
            "loadClass|getResource.*|findClass|defineClass",
            "java.util.ServiceLoader",
            "load.*",
            "java.util.ResourceBundle",
            "getBundle",
            "java.io.ObjectInputStream",
            "readObject|readUnshared",
            "java.lang.reflect.Proxy",
            "newProxyInstance",
            "java.lang.reflect.Method",
            "invoke",
            "java.lang.reflect.Constructor",
            "newInstance",
            "java.lang.invoke.MethodHandles$Lookup",
            "find.*|unreflect.*|define.*");

    /** Calls of the JDK and of libraries that do so for their caller. */
    private static final Map<String, String> FOR_THEIR_CALLER = Map.ofEntries(
            Map.entry("java.net.IDN", ".*"),
            Map.entry("java.sql.DriverManager", ".*"),
            Map.entry("java.nio.file.FileSystems", "newFileSystem"),
            Map.entry("java.util.random.RandomGenerator", "of|getDefault"),
            Map.entry("java.util.random.RandomGeneratorFactory", ".*"),
            Map.entry("java.time.format.DateTimeFormatter", "ofLocalized.*|localizedBy"),
            Map.entry("java.text.NumberFormat", "get.*Instance"),
            Map.entry("java.text.Collator", "getInstance"),
            Map.entry("javax.xml.stream.XMLInputFactory", "newInstance|newFactory"),
            Map.entry("javax.xml.parsers.SAXParserFactory", ".*"),
            Map.entry("javax.xml.parsers.DocumentBuilderFactory", ".*"),
            Map.entry("javax.xml.transform.TransformerFactory", ".*"),
            Map.entry("javax.naming.InitialContext", ".*"),
            // Objects made of documents and documents of objects: trees of nodes need no reflection, classes do.
            Map.entry(
                    "com.fasterxml.jackson.databind.Object(Mapper|Reader|Writer)",
                    "readValue|readValues|readerFor|treeToValue|valueToTree|convertValue|updateValue"
                            + "|findAndRegisterModules|findModules"),
            Map.entry("io.vertx.core.json.JsonObject", "mapTo|mapFrom"),
            Map.entry("io.vertx.core.json.Json", "decodeValue"),
            Map.entry("org.yaml.snakeyaml.Yaml", "load.*|dump.*"));

    /** What must not be there, to see that it would be found. */
    @SuppressWarnings("unused")
    private static final class Planted {

        private static Object everything() throws Exception {
            return List.of(
                    Class.forName("dev.securemcp.Planted"),
                    Planted.class.getResource("planted.txt"),
                    ServiceLoader.load(Runnable.class),
                    ResourceBundle.getBundle("planted"),
                    RandomGenerator.of("L64X128MixRandom"),
                    XMLInputFactory.newFactory(),
                    new ObjectMapper().readValue("{}", Planted.class));
        }
    }

    @ArchTest
    static void our_code_loads_nothing_by_name(JavaClasses classes) {
        BY_NAME.forEach((type, methods) -> nobodyCalls(type, methods).check(classes));
    }

    @ArchTest
    static void nobody_loads_by_name_for_our_code(JavaClasses classes) {
        FOR_THEIR_CALLER.forEach((type, methods) -> nobodyCalls(type, methods).check(classes));
    }

    @ArchTest
    static void calls_that_are_there_would_be_found(JavaClasses classes) {
        JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);

        assertThat(found(BY_NAME, planted))
                .containsOnly("java.lang.Class", "java.util.ServiceLoader", "java.util.ResourceBundle");
        assertThat(found(FOR_THEIR_CALLER, planted))
                .containsOnly(
                        "java.util.random.RandomGenerator",
                        "javax.xml.stream.XMLInputFactory",
                        "com.fasterxml.jackson.databind.Object(Mapper|Reader|Writer)");
    }

    private static List<String> found(Map<String, String> calls, JavaClasses classes) {
        return calls.keySet().stream()
                .filter(type ->
                        nobodyCalls(type, calls.get(type)).evaluate(classes).hasViolation())
                .toList();
    }

    @ArchTest
    static void the_words_of_the_xml_parser_are_registered_where_it_is_used(JavaClasses classes) {
        List<JavaClass> readers = classes.stream()
                .filter(type -> type.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().getPackageName().startsWith("javax.xml")))
                .toList();

        assertThat(readers).isNotEmpty().allSatisfy(type -> {
            assertThat(type.isAnnotatedWith(RegisterResourceBundle.class))
                    .as(type.getName())
                    .isTrue();
            RegisterResourceBundle bundle = type.getAnnotationOfType(RegisterResourceBundle.class);
            assertThat(jrt(bundle.moduleName()).resolve(bundle.bundleName().replace('.', '/') + ".properties"))
                    .exists();
        });
    }

    @ArchTest
    static void the_tables_for_normalising_text_are_resources_that_the_build_names(JavaClasses classes)
            throws IOException {
        assertThat(classes.stream().flatMap(type -> type.getMethodCallsFromSelf().stream()))
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Normalizer.class));
        Properties settings = new Properties();
        try (InputStream in = NativeImageTest.class.getResourceAsStream("/application.properties")) {
            settings.load(in);
        }
        List<PathMatcher> named = Arrays.stream(settings.getProperty("quarkus.native.resources.includes")
                        .split(","))
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob.strip()))
                .toList();
        Path base = jrt("java.base");
        List<Path> tables;
        try (Stream<Path> found = Files.walk(base.resolve("jdk/internal/icu"))) {
            tables = found.filter(file -> file.toString().endsWith(".nrm"))
                    .map(file -> Path.of(base.relativize(file).toString()))
                    .toList();
        }

        assertThat(tables).hasSizeGreaterThan(1).allMatch(file -> named.stream().anyMatch(glob -> glob.matches(file)));
    }

    /** The files of a module of the JDK. */
    private static Path jrt(String module) {
        return FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
    }

    private static ArchRule nobodyCalls(String type, String methods) {
        return noClasses()
                .should()
                .callMethodWhere(
                        target(owner(nameMatching(type.replace(".", "\\.").replace("$", "\\$"))))
                                .and(target(nameMatching(methods))))
                .because("a native image knows only what it was told of when it was built");
    }

    @ArchTest
    static void every_cache_of_caffeine_finds_its_classes(JavaClasses classes) throws ReflectiveOperationException {
        Set<String> registered = registered(classes);
        Map<String, Set<String>> missing = new TreeMap<>();
        int caches = 0;
        for (JavaClass type : classes) {
            for (JavaCodeUnit code : type.getCodeUnits()) {
                Set<String> calls = code.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().getFullName().equals(Caffeine.class.getName()))
                        .map(JavaMethodCall::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
                if (calls.contains("build") || calls.contains("buildAsync")) {
                    caches++;
                    for (String loaded : loadedBy(calls)) {
                        if (!registered.contains(loaded)) {
                            missing.computeIfAbsent(type.getName(), none -> new TreeSet<>())
                                    .add(loaded);
                        }
                    }
                }
            }
        }
        assertThat(caches).as("caches that were looked at").isGreaterThan(3);
        assertThat(missing)
                .as("to be named in @RegisterForReflection(classNames) on the class")
                .isEmpty();
    }

    @ArchTest
    static void what_is_registered_by_name_exists(JavaClasses classes) {
        for (String name : registered(classes)) {
            if (!BY_QUARKUS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                assertThat(exists(name)).as(name).isTrue();
            }
        }
    }

    private static Set<String> registered(JavaClasses classes) {
        Set<String> names =
                BY_QUARKUS.stream().map(name -> CAFFEINE + name).collect(Collectors.toCollection(HashSet::new));
        for (JavaClass type : classes) {
            if (type.isAnnotatedWith(RegisterForReflection.class)) {
                names.addAll(List.of(
                        type.getAnnotationOfType(RegisterForReflection.class).classNames()));
            }
        }
        return names;
    }

    /** The classes that a cache with these features loads by their names, as Caffeine itself says. */
    private static Set<String> loadedBy(Set<String> features) throws ReflectiveOperationException {
        Caffeine<Object, Object> builder = Caffeine.newBuilder();
        for (String feature : features) {
            switch (feature) {
                case "maximumSize" -> builder.maximumSize(1);
                case "maximumWeight" -> builder.maximumWeight(1);
                case "weigher" -> builder.weigher((key, value) -> 1);
                case "expireAfterAccess" -> builder.expireAfterAccess(Duration.ofDays(1));
                case "expireAfterWrite" -> builder.expireAfterWrite(Duration.ofDays(1));
                case "expireAfter" -> builder.expireAfter(Expiry.writing((key, value) -> Duration.ofDays(1)));
                case "removalListener" -> builder.removalListener((key, value, cause) -> {});
                case "recordStats" -> builder.recordStats();
                case "newBuilder", "build", "buildAsync", "ticker", "executor", "initialCapacity" -> {}
                default -> throw new IllegalStateException("teach this test of " + feature);
            }
        }
        Cache<Object, Object> cache = builder.build();
        cache.put("key", "value");
        Object local = field(cache, "cache");
        Set<String> loaded = new TreeSet<>();
        loaded.add(local.getClass().getName());
        try {
            loaded.add(field(local, "nodeFactory").getClass().getName());
        } catch (NoSuchFieldException e) {
            // An unbounded cache has no nodes.
        }
        loaded.removeIf(name -> !name.substring(name.lastIndexOf('.') + 1).matches("[A-Z]+"));
        return loaded;
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(of);
            } catch (NoSuchFieldException e) {
                // In a superclass, perhaps.
            }
        }
        throw new NoSuchFieldException(name);
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, NativeImageTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
