package dev.securemcp.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.StoredKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of subscriptions: what its lines may hold, and what is said of those that are wrong. */
class SubscriptionLinesTest {

    private static final String HASH = Sha256.of("some-key-of-somebody").hex();
    private static final String OWN = Sha256.of("key-of-the-configuration").hex();
    private static final String KEY = "\"primary-key\":{\"sha256\":\"" + HASH + "\"}";

    @TempDir
    Path directory;

    private SubscriptionLines.Surroundings around;

    @BeforeEach
    void configure() throws IOException {
        Path file = Files.writeString(
                directory.resolve("gateway.yaml"),
                """
                servers: { s: { backend: b }, t: { backend: b } }
                backends: { b: { instances: [{ url: "http://localhost:1/mcp" }] } }
                products: { p: { servers: [s] } }
                subscriptions: { own: { product: p, primary-key: { sha256: %s } } }
                """
                        .formatted(OWN));
        Configuration configuration = new ConfigurationReader(_ -> Optional.empty(), Instant.EPOCH)
                .read(file, new Faults())
                .orElseThrow();
        around = around(configuration, Limits.DEFAULTS, false);
    }

    private static SubscriptionLines.Surroundings around(Configuration configuration, Limits limits, boolean peppered) {
        return new SubscriptionLines.Surroundings(
                configuration.products(), Set.of("s", "t"), SubscriptionTable.of(configuration), peppered, limits);
    }

    private SubscriptionLines.Surroundings with(Limits limits, boolean peppered) {
        return new SubscriptionLines.Surroundings(around.products(), around.servers(), around.own(), peppered, limits);
    }

    private SubscriptionTable sound(String text) throws IOException {
        Faults faults = new Faults();
        Optional<SubscriptionTable> table = read(text, around, faults);
        assertThat(faults.all()).isEmpty();
        return table.orElseThrow();
    }

    private Optional<SubscriptionTable> read(String text, SubscriptionLines.Surroundings surroundings, Faults faults)
            throws IOException {
        Path file = Files.writeString(directory.resolve("subscriptions.jsonl"), text);
        return SubscriptionLines.read(file, surroundings, faults);
    }

    private List<String> faults(String text, SubscriptionLines.Surroundings surroundings) throws IOException {
        Faults faults = new Faults();
        assertThat(read(text, surroundings, faults)).isEmpty();
        return faults.all().stream()
                .map(Fault::toString)
                .map(fault -> fault.replace(directory.toString() + "/subscriptions.jsonl", "FILE"))
                .toList();
    }

    private static String line(String id, String more) {
        return "{\"id\":\"" + id + "\"," + more + "}\n";
    }

    @Test
    void a_line_says_what_a_subscription_of_the_configuration_says() throws IOException {
        String other = Sha256.of("the-other-key-of-it").hex().toUpperCase(java.util.Locale.ROOT);
        SubscriptionTable table = sound(
                """
                \uFEFF{"id": "a", "product": "p", "servers": ["s"], %s, "secondary-key": {"sha256": "%s"}, "state": "suspended", \
                "not-before": "2026-01-01", "expires": "2027-01-01T00:00:00+01:00", "allow-tracing": true, \
                "display-name": "Ä b", "owner": "o", "notes": "n"}\r
                \t
                {"id":"b","servers":["t","s"],"primary-key":{"sha256":"%s"}}"""
                        .formatted(KEY, other, Sha256.of("key-of-b").hex()));

        Subscription a = table.find(new StoredKey(Sha256.parse(HASH).orElseThrow(), false))
                .orElseThrow();
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.keyCount()).isEqualTo(3);
        assertThat(List.of(a.id(), a.name(), a.product(), a.state().name(), a.mayTrace()))
                .isEqualTo(List.of("a", "Ä b", Optional.of("p"), "SUSPENDED", true));
        assertThat(a.notBefore()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(a.expires()).contains(Instant.parse("2026-12-31T23:00:00Z"));
        assertThat(a.opens("s")).isTrue();
        assertThat(a.opens("t")).isFalse();
        Subscription b = table.find(new StoredKey(Sha256.of("key-of-b"), false)).orElseThrow();
        assertThat(b.name()).isEqualTo("b");
        assertThat(b.opens("t")).isTrue();
        assertThat(b.worksAt(Instant.EPOCH)).isTrue();
    }

    @Test
    void an_empty_file_holds_no_subscriptions() throws IOException {
        assertThat(sound("").size()).isZero();
        assertThat(sound("\n\n").size()).isZero();
    }

    static Stream<Arguments> faulty() {
        String p = "\"product\":\"p\",";
        return Stream.of(
                Arguments.of("no JSON", "smcp_secret\n", "FILE:1: not JSON; each line is one JSON object, in UTF-8"),
                Arguments.of("a list", "[]\n", "FILE:1: expected a JSON object"),
                Arguments.of("half an object", "{\"id\":\"a\"\n", "FILE:1: not JSON"),
                Arguments.of("two objects", "{} {}\n", "FILE:1: something stands behind the object"),
                Arguments.of("no id", "{" + p + KEY + "}\n", "FILE:1: it needs `id`"),
                Arguments.of("a bad id", line("a b", p + KEY), "FILE:1: id: not a name"),
                Arguments.of("a number", "{\"id\":1}\n", "FILE:1: id: expected a text; write it in double quotes"),
                Arguments.of("nothing to open", line("a", KEY), "FILE:1: it needs one of `product`, `servers`"),
                Arguments.of("no key", line("a", "\"product\":\"p\""), "FILE:1: it needs one of `primary-key`"),
                Arguments.of(
                        "a key in the clear",
                        line("a", p + "\"primary-key\":{\"value\":\"some-key-of-somebody\"}"),
                        "FILE:1: primary-key: expected {\"sha256\": \"…\"} or {\"hmac-sha256\": \"…\"}"),
                Arguments.of(
                        "a short hash",
                        line("a", p + "\"primary-key\":{\"sha256\":\"12ab\"}"),
                        "FILE:1: primary-key: expected"),
                Arguments.of(
                        "a key with more",
                        line("a", p + KEY.replace("}", ",\"x\":1}")),
                        "FILE:1: primary-key: expected"),
                Arguments.of(
                        "a stranger", line("a", p + KEY + ",\"colour\":1"), "FILE:1: colour: unknown key; known here:"),
                Arguments.of(
                        "a secret stranger", line("a", p + KEY + ",\"Sm_1\":1"), "FILE:1: unknown key; known here:"),
                Arguments.of("twice", line("a", p + KEY + ",\"id\":\"b\""), "FILE:1: id: it stands here twice"),
                Arguments.of(
                        "a state",
                        line("a", p + KEY + ",\"state\":\"on\""),
                        "FILE:1: state: no such state; one of active,"),
                Arguments.of(
                        "a date", line("a", p + KEY + ",\"expires\":\"2027-02-30\""), "FILE:1: expires: not a time"),
                Arguments.of(
                        "no time at all",
                        line("a", p + KEY + ",\"expires\":\"2027-01-01\",\"not-before\":\"2027-01-01\""),
                        "FILE:1: expires: its keys would stop working before they begin to"),
                Arguments.of(
                        "a flag",
                        line("a", p + KEY + ",\"allow-tracing\":1"),
                        "FILE:1: allow-tracing: neither true nor"),
                Arguments.of("no server", line("a", "\"servers\":[]," + KEY), "FILE:1: servers: the list is empty"),
                Arguments.of(
                        "an unknown product",
                        line("a", "\"product\":\"q\"," + KEY),
                        "FILE:1: product: there is no such"),
                Arguments.of(
                        "an unknown server",
                        line("a", "\"servers\":[\"u\"]," + KEY),
                        "FILE:1: servers: a server is named"),
                Arguments.of(
                        "a server outside the product",
                        line("a", p + "\"servers\":[\"t\"]," + KEY),
                        "FILE:1: servers: a server is named that the product `p` does not hold"),
                Arguments.of(
                        "a peppered key without pepper",
                        line("a", p + KEY.replace("sha256", "hmac-sha256")),
                        "FILE:1: primary-key: there is no pepper"),
                Arguments.of(
                        "an id of the configuration",
                        line("own", p + KEY),
                        "FILE:1: id: a subscription of the configuration has this id"),
                Arguments.of(
                        "a key of the configuration",
                        line("a", p + KEY.replace(HASH, OWN)),
                        "FILE:1: primary-key: the same key as `own` of the configuration"),
                Arguments.of(
                        "an id twice",
                        line("a", p + KEY)
                                + line("a", p + KEY.replace(HASH, Sha256.of("x").hex())),
                        "FILE:2: id: another subscription has this id"),
                Arguments.of(
                        "a key twice",
                        line("a", p + KEY) + "\n" + line("b", p + KEY),
                        "FILE:3: primary-key: the same key as `a`; every key is one consumer's"),
                Arguments.of(
                        "both keys alike",
                        line("a", p + KEY + "," + KEY.replace("primary", "secondary")),
                        "FILE:1: secondary-key: the same key as its other one"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faulty")
    void a_faulty_line_names_itself_and_the_remedy_and_shows_no_key(String name, String text, String expected)
            throws IOException {
        assertThat(faults(text, around)).singleElement().satisfies(fault -> assertThat(fault)
                .startsWith(expected)
                .doesNotContain("secret", "some-key", "Sm_1"));
    }

    @Test
    void every_faulty_line_is_named_up_to_fifty() throws IOException {
        String lines = IntStream.range(0, 80).mapToObj(i -> "x\n").collect(Collectors.joining());

        assertThat(faults(lines, around)).hasSize(50).last().asString().startsWith("FILE:50:");
    }

    @Test
    void a_file_that_is_not_text_is_refused() throws IOException {
        Files.write(
                directory.resolve("subscriptions.jsonl"), "{\"id\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1));
        Faults faults = new Faults();

        assertThat(SubscriptionLines.read(directory.resolve("subscriptions.jsonl"), around, faults))
                .isEmpty();
        assertThat(faults.all()).singleElement().asString().contains("not JSON");
    }

    @Test
    void lines_have_a_bound_wherever_they_lie_in_the_buffer() throws IOException {
        Limits limits = Limits.DEFAULTS.with(Limit.SUBSCRIPTION_LINE, 256);
        String fits = line("a", "\"product\":\"p\"," + KEY).strip();
        String padded = fits + " ".repeat(256 - fits.length());

        assertThat(read(padded + "\n", with(limits, false), new Faults())).isPresent();
        assertThat(faults(padded + " \n", with(limits, false)))
                .singleElement()
                .asString()
                .startsWith("FILE:1: the line has more than 256 bytes");
        assertThat(faults("\n".repeat(262_000) + padded + " ".repeat(1000), with(limits, false)))
                .singleElement()
                .asString()
                .startsWith("FILE:262001: the line has more than 256 bytes");
        assertThat(faults("x".repeat(3_000_000), with(limits, false))).hasSize(1);
    }

    @Test
    void there_is_a_bound_on_how_many_there_are() throws IOException {
        Limits limits = Limits.DEFAULTS.with(Limit.SUBSCRIPTIONS, 2);
        String text = IntStream.range(0, 3)
                .mapToObj(i -> line(
                        "i" + i,
                        "\"product\":\"p\","
                                + KEY.replace(HASH, Sha256.of("k" + i).hex())))
                .collect(Collectors.joining());

        assertThat(faults(text, with(limits, false)))
                .containsExactly(
                        "FILE:3: there are more than 2 subscriptions; raise `limits.subscriptions`, or take out those that have ended");
    }

    @Test
    void with_a_pepper_keys_may_be_hashed_with_it() throws IOException {
        Faults faults = new Faults();
        SubscriptionTable table = read(
                        line("a", "\"product\":\"p\"," + KEY.replace("sha256", "hmac-sha256")),
                        with(Limits.DEFAULTS, true),
                        faults)
                .orElseThrow();

        StoredKey plain = new StoredKey(Sha256.parse(HASH).orElseThrow(), false);
        assertThat(table.find(plain)).as("the hash of another kind").isEmpty();
        assertThat(table.find(new StoredKey(plain.digest(), true))).isPresent();
    }

    private static String random(Random random, int id) {
        String servers = random.nextInt(3) == 0 ? "\"servers\":[\"s\"]," : "";
        String twin = random.nextBoolean()
                ? ",\"secondary-key\":{\"sha256\":\"" + Sha256.of("s" + id).hex() + "\"}"
                : "";
        String dates =
                switch (random.nextInt(4)) {
                    case 0 -> ",\"expires\":\"2027-01-01\"";
                    case 1 -> ",\"not-before\":\"2026-01-01\",\"state\":\"suspended\"";
                    default -> "";
                };
        return line(
                "i" + id,
                "\"product\":\"p\"," + servers
                        + KEY.replace(HASH, Sha256.of("p" + id).hex()) + twin + dates + ",\"owner\":\""
                        + "o".repeat(1 + random.nextInt(200)) + "\"");
    }

    private static String shown(SubscriptionTable table, Configuration configuration) {
        KeyRing keys = KeyRing.of(configuration);
        keys.replaceFile(table);
        return new String(
                SubscriptionReport.page(
                        keys, new SubscriptionReport.Query(Optional.empty(), 0, 10_000, Optional.empty())),
                StandardCharsets.UTF_8);
    }

    /** Lines that are as they were are not read: what comes of it must be what reading would have brought. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void reading_a_changed_file_anew_is_like_reading_it_for_the_first_time(long seed) throws IOException {
        Random random = new Random(seed);
        Configuration configuration = new ConfigurationReader(_ -> Optional.empty(), Instant.EPOCH)
                .read(directory.resolve("gateway.yaml"), new Faults())
                .orElseThrow();
        List<String> lines = new ArrayList<>();
        int next = 0;
        for (; next < 300; next++) {
            lines.add(random(random, next));
        }
        SubscriptionTable before = sound(String.join("", lines));
        for (int version = 0; version < 12; version++) {
            for (int change = random.nextInt(8); change > 0; change--) {
                int at = random.nextInt(lines.size());
                switch (random.nextInt(5)) {
                    case 0 -> lines.remove(at);
                    case 1 -> lines.add(at, random(random, next++));
                    case 2 -> lines.set(at, random(random, next++));
                    case 3 ->
                        lines.subList(at, Math.min(lines.size(), at + random.nextInt(80)))
                                .clear();
                    default -> lines.add(lines.remove(at));
                }
            }
            Path file = Files.writeString(directory.resolve("subscriptions.jsonl"), String.join("", lines));
            Faults faults = new Faults();
            SubscriptionTable again =
                    SubscriptionLines.read(file, around, before, faults).orElseThrow();

            SubscriptionTable fresh = sound(String.join("", lines));
            assertThat(shown(again, configuration)).isEqualTo(shown(fresh, configuration));
            for (int id = 0; id < next; id++) {
                for (String key : List.of("p" + id, "s" + id)) {
                    StoredKey stored = new StoredKey(Sha256.of(key), false);
                    assertThat(again.find(stored)).isEqualTo(fresh.find(stored));
                }
            }
            assertThat(again.footprint()).isLessThanOrEqualTo(fresh.footprint());
            before = again;
        }
    }

    @Test
    void a_line_that_was_sound_before_can_be_a_fault_beside_new_ones() throws IOException {
        String a = line("a", "\"product\":\"p\"," + KEY);
        SubscriptionTable before = sound(a);
        Path file = Files.writeString(
                directory.resolve("subscriptions.jsonl"),
                line(
                                "a",
                                "\"product\":\"p\","
                                        + KEY.replace(HASH, Sha256.of("x").hex()))
                        + line("b", "\"product\":\"p\"," + KEY)
                        + a);
        Faults faults = new Faults();

        assertThat(SubscriptionLines.read(file, around, before, faults)).isEmpty();
        assertThat(faults.all()).singleElement().asString().contains("subscriptions.jsonl:3: id: another subscription");
    }

    /** The form in memory, not the time: that is the benchmark's. */
    @Test
    void a_subscription_with_two_keys_costs_less_than_300_bytes_of_heap() throws IOException {
        int count = 20_000;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(line(
                    "subscription-" + i,
                    "\"product\":\"p\",\"primary-key\":{\"sha256\":\""
                            + Sha256.of("p" + i).hex()
                            + "\"},\"secondary-key\":{\"sha256\":\""
                            + Sha256.of("s" + i).hex()
                            + "\"},\"expires\":\"2027-01-01\",\"owner\":\"team-" + i % 100 + "\""));
        }
        long footprint = sound(text.toString()).footprint();

        assertThat(footprint / count)
                .as("a little more where an index has just grown")
                .isBetween(100L, 300L);
    }
}
