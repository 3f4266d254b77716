package dev.securemcp.proxy.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads {@code gateway.yaml} and checks all of it. The outside comes in here and nowhere else: the environment, the clock,
 * the files that the document names.
 */
public final class ConfigurationReader {

    /** Larger lists of subscriptions belong into a file of another form; YAML costs about 3 kB of memory an entry. */
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    private final Function<String, Optional<String>> environment;
    private final Instant now;

    /**
     * @param environment a variable's value, empty where it is not set
     * @param now what "expired" is judged by
     */
    public ConfigurationReader(Function<String, Optional<String>> environment, Instant now) {
        this.environment = environment;
        this.now = now;
    }

    /** A reader over this process's environment and the current time. */
    public static ConfigurationReader ofProcess() {
        return new ConfigurationReader(name -> Optional.ofNullable(System.getenv(name)), Instant.now());
    }

    /**
     * Reads one file. Everything found wrong is in {@code faults}; empty if any of it is an error. Blocks on files: not for
     * an event loop.
     */
    public Optional<Configuration> read(Path file, Faults faults) {
        String text;
        try {
            text = BoundedFiles.read(file, MAX_BYTES);
        } catch (BoundedFiles.Unreadable e) {
            faults.error(Position.of(file.toString()), "", "the file " + e.getMessage(), "");
            return Optional.empty();
        }
        return read(text, file, faults);
    }

    /** As {@link #read(Path, Faults)}, of a text that would stand in that file; the file need not exist. */
    public Optional<Configuration> read(String text, Path file, Faults faults) {
        Faults found = new Faults();
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        YamlDocument document = new YamlDocument(file.toString(), new Placeholders(environment), found);
        Optional<Configuration> configuration = document.read(text)
                .flatMap(node -> new ShapeReader(document, directory, found)
                        .read(node, GatewayKeys.ROOT, "", Position.of(file.toString())))
                .map(entry -> configuration(entry.section(), directory, found));
        faults.addAll(found);
        return found.failed() ? Optional.empty() : configuration;
    }

    private Configuration configuration(Section root, Path directory, Faults faults) {
        SecretFiles files = new SecretFiles(directory, faults);
        NamedValueSettings named = new NamedValueSettings(faults, files, environment);
        Map<String, NamedValue> namedValues = named.read(root.sections("named-values"));
        new References(root, faults).check();
        Map<String, ProductConfig> products = products(root);
        Optional<Pepper> pepper = pepper(root, files, faults);
        SubscriptionSettings subscriptions = new SubscriptionSettings(faults, files, now, root.has("key-pepper"));
        Limits limits = limits(root);
        TokenConfig tokens = tokens(root, faults);
        return new Configuration(
                root.position(),
                directory,
                root.entry("public-url").flatMap(entry -> PublicUrl.read(entry, faults)),
                addressRanges(root.items("trusted-proxies"), faults),
                root.policy(),
                fragments(root),
                new ServerSettings(faults, new AuthorizationSettings(faults, named, tokens))
                        .read(root.sections("servers")),
                new BackendSettings(faults, named).read(root.sections("backends")),
                products,
                subscriptions.read(root, products),
                root.entry("subscriptions-file").flatMap(entry -> readable(entry, directory, faults)),
                pepper,
                namedValues,
                addressRanges(
                        root.section("outbound")
                                .map(section -> section.items("allow"))
                                .orElse(List.of()),
                        faults),
                new CertificateSettings(directory, named, now, faults).read(root.sections("certificates")),
                new EventSinkSettings(directory, named, faults).read(root.sections("event-sinks")),
                tokens,
                new AddressListSettings(directory, limits, faults).read(root.named("address-lists")),
                new SchemaFileSettings(directory, limits, faults).read(root.named("schemas")),
                root.entry("state-dir").flatMap(entry -> stateDir(entry, directory, faults)),
                root.section("redis").map(new RedisSettings(named, faults)::read),
                root.section("management")
                        .flatMap(management -> management.section("token").flatMap(subscriptions::token)),
                limits,
                root.section("limits").map(ConfigurationReader::counting).orElse(CountingConfig.DEFAULT));
    }

    private static List<AddressRange> addressRanges(List<Section.Entry> entries, Faults faults) {
        return entries.stream()
                .map(entry -> {
                    Optional<AddressRange> range = AddressRange.parse(entry.text());
                    if (range.isEmpty() || range.get().hasHostBits()) {
                        faults.error(
                                entry.position(),
                                entry.path(),
                                range.isEmpty()
                                        ? "not " + Format.ADDRESS_RANGE.meaning()
                                        : "the address goes on behind the prefix",
                                range.isEmpty()
                                        ? ""
                                        : "10.1.2.3/8 is written 10.0.0.0/8; an address alone needs no prefix");
                    }
                    return range;
                })
                .flatMap(Optional::stream)
                .toList();
    }

    private static TokenConfig tokens(Section root, Faults faults) {
        Set<String> plainHttp =
                root.section("key-sets").map(section -> section.items("plain-http")).orElse(List.of()).stream()
                        .map(entry -> entry.text().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        Optional<Section.Entry> written = root.section("entra").flatMap(section -> section.entry("authority"));
        URI authority = written.flatMap(entry -> BackendSettings.url(entry, faults))
                .map(url -> URI.create(url.toString().replaceFirst("/+$", "")))
                .orElse(TokenConfig.DEFAULT.entraAuthority());
        TokenConfig tokens = new TokenConfig(authority, plainHttp);
        if (!tokens.mayAsk(authority)) {
            faults.error(
                    written.get().position(),
                    written.get().path(),
                    "over plain http anybody on the way could put in keys of their own",
                    "use https; or, in a network that you trust, name the host under `key-sets.plain-http`");
        }
        return tokens;
    }

    private static Map<String, PolicySource> fragments(Section root) {
        Map<String, PolicySource> fragments = new LinkedHashMap<>();
        root.named("fragments").forEach((name, entry) -> fragments.put(name, entry.policy()));
        return fragments;
    }

    private static Map<String, ProductConfig> products(Section root) {
        Map<String, ProductConfig> products = new LinkedHashMap<>();
        root.sections("products").forEach((name, section) -> {
            Set<String> servers = new LinkedHashSet<>();
            section.items("servers").forEach(server -> servers.add(server.text()));
            products.put(
                    name,
                    new ProductConfig(
                            name,
                            section.written("display-name").orElse(name),
                            section.text("description"),
                            servers,
                            section.flag("subscription-required"),
                            AuthorizationSettings.rules(section),
                            section.policy(),
                            section.position()));
        });
        return products;
    }

    private static Optional<Pepper> pepper(Section root, SecretFiles files, Faults faults) {
        Optional<Section.Entry> file = root.section("key-pepper").flatMap(section -> section.entry("file"));
        Optional<String> text = file.flatMap(files::read);
        if (text.isPresent() && text.get().length() < Pepper.MIN_LENGTH) {
            faults.error(
                    file.orElseThrow().position(),
                    file.orElseThrow().path(),
                    "the file holds fewer than " + Pepper.MIN_LENGTH + " characters",
                    "`secure-proxy key new --only-key` makes something random of the right kind");
            return Optional.empty();
        }
        return text.map(Pepper::of);
    }

    private static Optional<Path> readable(Section.Entry entry, Path directory, Faults faults) {
        Optional<Path> found = SecretFiles.resolve(directory, entry.text());
        try {
            if (found.isPresent()) {
                BoundedFiles.mustBeReadable(found.get());
                return found;
            }
            faults.error(entry.position(), entry.path(), "not " + Format.FILE.meaning(), "");
        } catch (BoundedFiles.Unreadable e) {
            faults.error(
                    entry.position(),
                    entry.path(),
                    (entry.open() ? "the file " + entry.text() : "the file") + " " + e.getMessage(),
                    "paths are relative to the directory of " + entry.position().file());
        }
        return Optional.empty();
    }

    private static Optional<Path> stateDir(Section.Entry entry, Path directory, Faults faults) {
        Optional<Path> found = SecretFiles.resolve(directory, entry.text());
        if (found.isEmpty() || (Files.exists(found.get()) && !Files.isDirectory(found.get()))) {
            faults.error(entry.position(), entry.path(), "not a directory", "it is made where it does not exist");
        }
        return found;
    }

    private static CountingConfig counting(Section limits) {
        return new CountingConfig(
                limits.text("count").equals("http") ? CountingConfig.Calls.HTTP : CountingConfig.Calls.REQUESTS,
                limits.flag("rate-limit-fields"));
    }

    private static Limits limits(Section root) {
        Limits limits = Limits.DEFAULTS;
        if (root.section("limits").isPresent()) {
            Section section = root.section("limits").get();
            for (Limit limit : Limit.values()) {
                Optional<Section.Entry> entry = section.entry(limit.key());
                if (entry.isPresent()) {
                    limits = limits.with(limit, (Long) entry.get().value());
                }
            }
        }
        return limits;
    }
}
