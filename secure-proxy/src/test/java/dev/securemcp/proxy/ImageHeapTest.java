package dev.securemcp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.channels.Channel;
import java.nio.file.WatchService;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.net.ssl.SSLContext;
import org.jose4j.jwa.AlgorithmFactoryFactory;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * What must be made anew in every process is in no static field: a native image would keep the builder's, the same random numbers in
 * every process that ever runs, threads and files that are not there any more; or it could not be built.
 */
class ImageHeapTest {

    private static final Class<?>[] UNWANTED = {
        Random.class,
        SecureRandom.class,
        SplittableRandom.class,
        Thread.class,
        ThreadGroup.class,
        Executor.class,
        Timer.class,
        Process.class,
        Clock.class,
        Closeable.class,
        InputStream.class,
        Channel.class,
        WatchService.class,
        Cleaner.class,
        InetAddress.class,
        HttpClient.class,
        Vertx.class,
        SSLContext.class,
        MessageDigest.class,
        Mac.class,
        Cipher.class,
        Signature.class,
        KeyPairGenerator.class,
        KeyStore.class
    };

    /** Classes of Vert.x's Redis client that Quarkus (3.34.1) initialises when a process starts. */
    private static final Set<String> AT_RUN_TIME_BY_QUARKUS = Stream.of(
                    "RedisSentinelClient",
                    "RedisReplicationClient",
                    "Slots",
                    "RedisClusterConnection",
                    "RedisReplicationConnection",
                    "RedisClusterClient")
            .map(name -> "io.vertx.redis.client.impl." + name)
            .collect(Collectors.toUnmodifiableSet());

    private static final String AT_RUN_TIME = "--initialize-at-run-time=";

    /** Holds what none of ours may: shows that the walk would find it. */
    private static final class Planted {

        private record Holder(Object held) {}

        static final Map<String, List<Holder>> DEEP = Map.of("key", List.of(new Holder(new SecureRandom())));
    }

    /** What a static initialiser must not ask: in an image the answer would be the builder's for ever. */
    private static final Pattern ASKS = Pattern.compile(
            "java\\.time\\.(Instant|ZonedDateTime|OffsetDateTime|LocalDate(Time)?|Clock)\\.(now|millis|instant)"
                    + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime|getenv|getProperty|getProperties|console)"
                    + "|java\\.lang\\.Runtime\\..*|java\\.lang\\.management\\..*|java\\.lang\\.ProcessHandle\\..*"
                    + "|java\\.util\\.UUID\\.randomUUID|java\\.lang\\.Math\\.random|.*\\.ThreadLocalRandom\\..*"
                    + "|java\\.security\\.SecureRandom\\..*|java\\.util\\.Random\\..*"
                    + "|java\\.util\\.(Locale|TimeZone)\\.getDefault|java\\.time\\.ZoneId\\.systemDefault"
                    + "|java\\.nio\\.charset\\.Charset\\.defaultCharset"
                    + "|java\\.nio\\.file\\.Files\\..*|java\\.io\\.File\\..*|java\\.net\\.InetAddress\\.(getByName|getAllByName|getLocalHost)"
                    + "|java\\.util\\.concurrent\\.Executors\\..*|java\\.lang\\.Thread\\.(start|<init>|of.*)");

    /** Asks for the time on a way round, to see that it would be found. */
    private static final class Asking {

        static final long SINCE = since();

        private static long since() {
            return System.currentTimeMillis();
        }
    }

    @Test
    void no_static_initialiser_of_ours_asks_for_time_chance_or_surroundings() {
        assertThat(asked(new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages("dev.securemcp.proxy")))
                .isEmpty();
        assertThat(asked(new ClassFileImporter().importClasses(Asking.class)))
                .containsExactly(Asking.class.getName() + " asks java.lang.System.currentTimeMillis");
    }

    /** Follows the calls of static initialisers through our own methods; what stands in a lambda runs later. */
    private static Set<String> asked(JavaClasses classes) {
        Set<String> asked = new TreeSet<>();
        for (JavaClass type : classes) {
            Deque<JavaCodeUnit> open = new ArrayDeque<>();
            type.getStaticInitializer().ifPresent(open::add);
            Set<JavaCodeUnit> seen = new HashSet<>(open);
            while (!open.isEmpty()) {
                for (JavaCall<?> call : open.pop().getCallsFromSelf()) {
                    if (call.isDeclaredInLambda()) {
                        continue;
                    }
                    String name = call.getTargetOwner().getName() + "." + call.getName();
                    if (ASKS.matcher(name).matches()) {
                        asked.add(type.getName() + " asks " + name);
                    }
                    call.getTarget()
                            .resolveMember()
                            .filter(method -> classes.contain(method.getOwner().getName()))
                            .filter(seen::add)
                            .ifPresent(open::add);
                }
            }
        }
        return asked;
    }

    @Test
    void nothing_of_ours_would_be_kept_from_the_machine_that_built_it() {
        ImageHeap heap = new ImageHeap(UNWANTED);
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("dev.securemcp.proxy").stream()
                        .map(JavaClass::getName)
                        .forEach(heap::add);

        assertThat(heap.initialised()).isGreaterThan(500);
        assertThat(heap.found()).isEmpty();
    }

    @Test
    void a_random_number_generator_deep_in_a_static_field_would_be_found() {
        ImageHeap heap = new ImageHeap(UNWANTED);

        heap.add(Planted.class.getName());

        assertThat(heap.found()).containsOnlyKeys(Planted.class.getName());
    }

    @Test
    void what_libraries_keep_in_static_fields_is_initialised_when_a_process_starts() throws IOException {
        ImageHeap heap = new ImageHeap(UNWANTED);
        for (Class<?> member : List.of(
                AlgorithmFactoryFactory.class,
                com.networknt.schema.Schema.class,
                com.ethlo.time.ITU.class,
                Yaml.class,
                picocli.CommandLine.class,
                Redis.class)) {
            ImageHeap.classesOfJar(member).forEach(heap::add);
        }
        Set<String> atRunTime = new HashSet<>(AT_RUN_TIME_BY_QUARKUS);
        atRunTime.addAll(named());

        assertThat(heap.initialised()).isGreaterThan(1000);
        assertThat(heap.found().keySet())
                .as("to be named in quarkus.native.additional-build-args: %s", heap.found())
                .isSubsetOf(atRunTime)
                .containsAll(named());
    }

    /** The classes that the build initialises when a process starts because we say so. */
    private static Set<String> named() throws IOException {
        Properties settings = new Properties();
        try (InputStream in = ImageHeapTest.class.getResourceAsStream("/application.properties")) {
            settings.load(in);
        }
        return Arrays.stream(settings.getProperty("quarkus.native.additional-build-args", "")
                        .split("(?<!\\\\),"))
                .map(String::strip)
                .filter(argument -> argument.startsWith(AT_RUN_TIME))
                .map(argument -> argument.substring(AT_RUN_TIME.length()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
