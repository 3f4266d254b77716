package dev.securemcp.weather;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Caffeine loads the classes for a cache's features by their names: a native image must have been told of them, or the program does not
 * start.
 */
@AnalyzeClasses(packages = "dev.securemcp.weather", importOptions = DoNotIncludeTests.class)
class CaffeineClassesTest {

    @ArchTest
    static void every_cache_registers_its_classes(JavaClasses classes) throws ReflectiveOperationException {
        int caches = 0;
        for (JavaClass type : classes) {
            Set<String> features = type.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().isEquivalentTo(Caffeine.class))
                    .map(JavaMethodCall::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!features.isEmpty()) {
                caches++;
                assertThat(type.isAnnotatedWith(RegisterForReflection.class))
                        .as("%s is annotated", type)
                        .isTrue();
                assertThat(List.of(type.getAnnotationOfType(RegisterForReflection.class)
                                .classNames()))
                        .as("classes for %s of %s", features, type)
                        .containsExactlyInAnyOrderElementsOf(loadedBy(features));
            }
        }
        assertThat(caches).isPositive();
    }

    private static Set<String> loadedBy(Set<String> features) throws ReflectiveOperationException {
        Caffeine<Object, Object> builder = Caffeine.newBuilder();
        for (String feature : features) {
            switch (feature) {
                case "maximumWeight" -> builder.maximumWeight(1);
                case "weigher" -> builder.weigher((key, value) -> 1);
                case "expireAfterWrite" -> builder.expireAfterWrite(Duration.ofDays(1));
                case "newBuilder", "build", "ticker" -> {}
                default -> throw new IllegalStateException("teach this test of " + feature);
            }
        }
        Cache<Object, Object> cache = builder.build();
        cache.put("key", "value");
        Object local = field(cache, "cache");
        return Set.of(
                local.getClass().getName(),
                field(local, "nodeFactory").getClass().getName());
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(of);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }
}
