package dev.securemcp.ship;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** The files of the repository. */
final class Repository {
    static final Path ROOT =
            Path.of(System.getProperty("ship.root", "../..")).toAbsolutePath().normalize();

    /** Set to write anew what the tests would compare. */
    static final boolean UPDATE = System.getProperty("update") != null;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WITH_DEFAULT = Pattern.compile("\\$\\{[A-Z_]+:([0-9]+)}");

    private Repository() {}

    static Path path(String path) {
        return ROOT.resolve(path);
    }

    static String text(String path) {
        return text(path(path));
    }

    static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files under a directory, in order, without what builds leave behind. */
    static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML text. A key that stands twice is refused; {@code on} and {@code yes} are texts, as in YAML 1.2. */
    static List<JsonNode> yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Yaml yaml = new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new PlainBooleans());
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : yaml.loadAll(text)) {
            if (document != null) {
                documents.add(JSON.valueToTree(document));
            }
        }
        return documents;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port as a program's own settings name it: {@code quarkus.http.port} of {@code secure-proxy}, for instance. */
    static int port(String module, String key) {
        Properties settings = new Properties();
        try (var reader = Files.newBufferedReader(path(module + "/src/main/resources/application.properties"))) {
            settings.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String value = settings.getProperty(key);
        Matcher withDefault = WITH_DEFAULT.matcher(value);
        return Integer.parseInt(withDefault.matches() ? withDefault.group(1) : value);
    }

    static int httpPort() {
        return port("secure-proxy", "quarkus.http.port");
    }

    static int managementPort() {
        return port("secure-proxy", "quarkus.management.port");
    }

    static int weatherPort() {
        return port("weather-mcp", "weather.port");
    }

    private static final class PlainBooleans extends Resolver {
        private static final Pattern TRUE_FALSE = Pattern.compile("^(?:true|false)$");

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, TRUE_FALSE, "tf");
            addImplicitResolver(Tag.INT, INT, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
