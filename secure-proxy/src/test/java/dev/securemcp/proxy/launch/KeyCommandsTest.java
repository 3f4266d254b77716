package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Pepper;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.Keys;
import dev.securemcp.proxy.identity.Subscription;
import dev.securemcp.proxy.identity.Subscription.KeySlot;
import dev.securemcp.proxy.identity.SubscriptionTable;
import dev.securemcp.proxy.identity.SubscriptionsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys with a pepper, whose a key is, and a new key in the place of an old one. */
class KeyCommandsTest {

    private static final String PEPPER = "a-pepper-of-at-least-32-characters";
    private static final String PRIMARY = "the-primary-key-of-laptop";
    private static final String SECONDARY = "the-secondary-key-of-laptop";

    @TempDir
    Path directory;

    private final Command command = new Command();
    private Path config;
    private Path lines;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("pepper"), PEPPER + "\n");
        Files.writeString(directory.resolve("alone.key"), "the-key-in-a-file");
        lines = Files.writeString(
                directory.resolve("subscriptions.jsonl"),
                """
                {"id":"many-1","product":"p","primary-key":{"sha256":"%s"},"secondary-key":{"sha256":"%s"},"owner":"many-2"}
                {"id":"many-2","product":"p","primary-key":{"sha256":"%s"}}
                """
                        .formatted(hash("m1-primary"), hash("m1-secondary"), hash("m2-primary")));
        config = Files.writeString(
                directory.resolve("gateway.yaml"),
                """
                # A comment that stays.
                servers: { s: { backend: b } }
                backends: { b: { instances: [{ url: "http://localhost:1/mcp" }] } }
                products: { p: { servers: [s] } }
                subscriptions:
                  laptop: { product: p, primary-key: { sha256: %s }, secondary-key: { hmac-sha256: %s } } # and this
                  alone: { product: p, primary-key: { file: alone.key } }
                  filed: { product: p, primary-key: { sha256: %s }, secondary-key: { value: a-key-in-the-clear } }
                  over: { product: p, expires: 2026-01-01, primary-key: { sha256: %s } }
                subscriptions-file: subscriptions.jsonl
                key-pepper: { file: pepper }
                """
                        .formatted(
                                hash(PRIMARY).toUpperCase(java.util.Locale.ROOT),
                                Pepper.of(PEPPER).digest(SECONDARY).hex(),
                                hash("filed-primary"),
                                hash("the-key-that-is-over")));
    }

    private static String hash(String key) {
        return Sha256.of(key).hex();
    }

    /** Whose a key is, as a gateway that starts now would see it. */
    private Optional<Subscription> owner(String key) {
        Faults faults = new Faults();
        Configuration configuration = new ConfigurationReader(_ -> Optional.empty(), Instant.EPOCH)
                .read(config, faults)
                .orElseThrow();
        SubscriptionTable own = SubscriptionTable.of(configuration);
        KeyRing keys = new KeyRing(configuration.keyPepper(), own);
        assertThat(SubscriptionsFile.load(configuration, own, faults, keys::replaceFile))
                .as(faults.all().toString())
                .isPresent();
        return keys.find(key);
    }

    private int rotate(String id, String slot) {
        return command.run("key", "rotate", id, "--key", slot, "--config", config);
    }

    @Test
    void a_new_key_can_be_hashed_with_a_pepper() {
        assertThat(command.run("key", "new", "--pepper", directory.resolve("pepper")))
                .isZero();
        String[] printed = command.out().split("\\R", -1);
        assertThat(printed[1])
                .isEqualTo(
                        "hmac-sha256: " + Pepper.of(PEPPER).digest(printed[0]).hex());

        command.input = printed[0];
        assertThat(command.run("key", "hash", "--pepper", directory.resolve("pepper")))
                .isZero();
        assertThat(command.out().strip()).isEqualTo(printed[1]);
    }

    @Test
    void without_a_sound_pepper_no_key_is_shown() throws IOException {
        Files.writeString(directory.resolve("short"), "salt");

        assertThat(command.run("key", "new", "--pepper", directory.resolve("short")))
                .isEqualTo(1);
        assertThat(command.out()).isEmpty();
        assertThat(command.err()).contains("holds fewer than 32 characters").doesNotContain("salt");
        assertThat(command.run("key", "new", "--pepper", directory.resolve("none")))
                .isEqualTo(1);
        assertThat(command.err()).contains("none does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the-primary-key-of-laptop | 0 | the primary key of `laptop`, product `p`, state active: it works",
                "the-secondary-key-of-laptop | 0 | the secondary key of `laptop`, product `p`, state active: it works",
                "the-key-that-is-over | 1 | the primary key of `over`, product `p`, state active, until 2026-01-01T00:00:00Z: it does not work now",
                "a-key-of-nobody-at-all | 1 | no subscription has it"
            })
    void a_key_is_checked_against_a_configuration(String key, int code, String said) {
        command.input = key + "\n";

        assertThat(command.run("key", "check", "--config", config)).isEqualTo(code);
        assertThat(command.out().lines()).containsExactly("a key of another making: it has no checksum to check", said);
    }

    @Test
    void a_key_of_ours_is_told_from_one_that_is_cut_off() {
        command.run("key", "new", "--only-key");
        String key = command.out().strip();
        command.input = key;
        assertThat(command.run("key", "check")).isZero();
        assertThat(command.out()).startsWith("a whole key of secure-proxy");

        command.input = key.substring(0, key.length() - 1);
        assertThat(command.run("key", "check")).isEqualTo(1);
        assertThat(command.err()).contains("its checksum is wrong: is it cut off or mistyped?");
    }

    @ParameterizedTest
    @CsvSource({"primary, PRIMARY, false", "secondary, SECONDARY, true"})
    void one_key_of_the_configuration_is_replaced_and_the_other_goes_on(String slot, KeySlot expected, boolean peppered)
            throws IOException {
        String before = Files.readString(config);

        assertThat(rotate("laptop", slot)).isZero();

        String key = command.out().strip();
        assertThat(Keys.looksLikeKey(key)).isTrue();
        assertThat(command.err()).contains("when the gateway starts again").doesNotContain(key);
        assertThat(owner(key)).get().satisfies(found -> {
            assertThat(found.id()).isEqualTo("laptop");
            assertThat(found.slot()).isEqualTo(expected);
            assertThat(found.key().peppered()).isEqualTo(peppered);
        });
        assertThat(owner(slot.equals("primary") ? SECONDARY : PRIMARY)).isPresent();
        assertThat(owner(slot.equals("primary") ? PRIMARY : SECONDARY)).isEmpty();
        String after = Files.readString(config);
        assertThat(after.replaceAll("[0-9A-Fa-f]{64}", "#")).isEqualTo(before.replaceAll("[0-9A-Fa-f]{64}", "#"));
    }

    @Test
    void a_key_of_the_file_of_subscriptions_is_replaced_in_its_line_alone() throws IOException {
        String second = Files.readAllLines(lines).get(1);

        assertThat(rotate("many-1", "primary")).isZero();

        assertThat(owner(command.out().strip())).map(Subscription::id).contains("many-1");
        assertThat(owner("m1-secondary")).isPresent();
        assertThat(owner("m1-primary")).isEmpty();
        assertThat(command.err()).contains("within two seconds");
        assertThat(Files.readAllLines(lines)).hasSize(2).last().isEqualTo(second);
    }

    @Test
    void a_subscription_of_the_file_that_has_one_key_gets_its_twin_first() {
        assertThat(rotate("many-2", "primary")).isEqualTo(1);
        assertThat(command.err()).contains("would cut its consumer off");

        assertThat(rotate("many-2", "secondary")).isZero();
        String secondary = command.out().strip();
        assertThat(owner(secondary)).map(Subscription::slot).contains(KeySlot.SECONDARY);

        assertThat(rotate("many-2", "primary")).isZero();
        assertThat(owner(command.out().strip())).map(Subscription::slot).contains(KeySlot.PRIMARY);
        assertThat(owner(secondary)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nobody | primary | there is no subscription `nobody`",
                "alone | primary | would cut its consumer off; give it a secondary key first",
                "alone | secondary | `alone` has no secondary key yet; `secure-proxy key new` prints one",
                "filed | secondary | the hash of this key does not stand in"
            })
    void what_cannot_be_rotated_stays_as_it_is(String id, String slot, String said) throws IOException {
        String before = Files.readString(config) + Files.readString(lines);

        assertThat(rotate(id, slot)).isEqualTo(1);

        assertThat(command.err()).contains(said);
        assertThat(command.out()).isEmpty();
        assertThat(Files.readString(config) + Files.readString(lines)).isEqualTo(before);
    }

    @Test
    void only_the_two_keys_can_be_named() {
        assertThat(rotate("laptop", "third")).isEqualTo(2);
        assertThat(command.err()).contains("--key is `primary` or `secondary`");
    }
}
