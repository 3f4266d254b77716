package dev.securemcp.proxy;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What a native image would keep from the machine that built it: everything that the static fields of classes hold, because Quarkus
 * initialises all classes while it builds. Looks through fields, arrays and collections; into the JDK's own objects only where they are
 * collections, since the JDK does not open them.
 */
final class ImageHeap {

    /** More objects than the statics of one library hold; where there are more, the walk is cut and says so. */
    private static final int MOST = 2_000_000;

    private record Step(Object value, String way) {}

    private final Class<?>[] unwanted;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, String> found = new TreeMap<>();
    private int initialised;

    /** @param unwanted types whose instances must not be in an image */
    ImageHeap(Class<?>... unwanted) {
        this.unwanted = unwanted;
    }

    /** The class whose static field leads there, and the way and type of what is there. */
    Map<String, String> found() {
        return found;
    }

    /** How many classes were looked at. */
    int initialised() {
        return initialised;
    }

    /** All classes of the jar that a class comes from. */
    static Stream<String> classesOfJar(Class<?> member) throws IOException {
        try (JarFile jar = new JarFile(
                member.getProtectionDomain().getCodeSource().getLocation().getPath())) {
            return jar.stream().map(JarEntry::getName).toList().stream()
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/") && !name.contains("-info"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'));
        }
    }

    /** Initialises a class and walks through its static fields. A class that lacks what it is compiled against is passed over. */
    void add(String className) {
        Class<?> type;
        Field[] fields;
        try {
            type = Class.forName(className, true, ImageHeap.class.getClassLoader());
            fields = type.getDeclaredFields();
        } catch (ClassNotFoundException | LinkageError e) {
            return;
        }
        initialised++;
        for (Field field : fields) {
            if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive() && field.trySetAccessible()) {
                walk(className, get(field, null), field.getName());
            }
        }
    }

    private void walk(String owner, Object start, String way) {
        Deque<Step> open = new ArrayDeque<>();
        open.push(new Step(start, way));
        while (!open.isEmpty()) {
            Step step = open.pop();
            Object value = step.value();
            if (value == null || value instanceof String || value instanceof Class<?> || !seen.add(value)) {
                continue;
            }
            // The image has its own instead.
            if (value == System.out || value == System.err || value == System.in) {
                continue;
            }
            // Where log lines go is set up anew in every process; a test that ran before this one has done so here.
            if (value.getClass().getName().startsWith("org.jboss.logmanager.")) {
                continue;
            }
            if (seen.size() > MOST) {
                throw new IllegalStateException("too many objects behind " + owner + "." + way);
            }
            if (Stream.of(unwanted).anyMatch(type -> type.isInstance(value))) {
                found.putIfAbsent(
                        owner, step.way() + " is a " + value.getClass().getName());
                continue;
            }
            children(step, open);
        }
    }

    private static void children(Step step, Deque<Step> open) {
        Object value = step.value();
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, held) -> {
                    open.push(new Step(key, step.way() + "{key}"));
                    open.push(new Step(held, step.way() + "{" + key + "}"));
                });
            case Collection<?> collection -> collection.forEach(held -> open.push(new Step(held, step.way() + "[]")));
            case Optional<?> optional -> open.push(new Step(optional.orElse(null), step.way()));
            case AtomicReference<?> reference -> open.push(new Step(reference.get(), step.way()));
            case AtomicReferenceArray<?> array -> {
                for (int i = 0; i < array.length(); i++) {
                    open.push(new Step(array.get(i), step.way() + "[]"));
                }
            }
            case Object[] array -> {
                for (int i = 0; i < array.length; i++) {
                    open.push(new Step(Array.get(array, i), step.way() + "[]"));
                }
            }
            default -> {}
        }
        for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
            if (type.isArray() || type.getModule().isNamed()) {
                continue;
            }
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive()
                        && field.trySetAccessible()) {
                    open.push(new Step(get(field, value), step.way() + "." + field.getName()));
                }
            }
        }
    }

    private static Object get(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
