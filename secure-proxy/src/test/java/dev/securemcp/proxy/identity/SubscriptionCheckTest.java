package dev.securemcp.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Pepper;
import dev.securemcp.proxy.identity.Subscription.KeySlot;
import dev.securemcp.proxy.identity.SubscriptionDecision.Allowed;
import dev.securemcp.proxy.identity.SubscriptionDecision.Cause;
import dev.securemcp.proxy.identity.SubscriptionDecision.Denied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SubscriptionCheckTest {

    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
    private static final String PEPPER = "a-pepper-of-at-least-32-characters";
    private static KeyRing keys;

    @BeforeAll
    static void read(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("gateway.yaml");
        Files.writeString(
                file,
                """
                servers: { weather: { backend: b }, other: { backend: b } }
                backends: { b: { instances: [{ url: "http://localhost:1/mcp" }] } }
                products: { starter: { servers: [weather] }, both: { servers: [weather, other] } }
                subscriptions:
                  good:
                    product: starter
                    primary-key: { value: key-of-good-primary }
                    secondary-key: { value: key-of-good-secondary }
                  suspended: { product: starter, primary-key: { value: key-of-suspended }, state: suspended }
                  marked: { product: starter, primary-key: { value: key-of-marked-expired }, state: expired }
                  over: { product: starter, primary-key: { value: key-that-is-over }, expires: 2026-10-01T12:00:00Z }
                  last: { product: starter, primary-key: { value: key-in-its-last-second }, expires: 2026-10-01T12:00:01Z }
                  early: { product: starter, primary-key: { value: key-of-tomorrow-1 }, not-before: 2026-10-02 }
                  begun: { product: starter, primary-key: { value: key-that-begins-now }, not-before: 2026-10-01T12:00:00Z }
                  cancelled: { product: starter, primary-key: { value: key-of-cancelled }, state: cancelled }
                  narrow: { product: both, servers: [other], primary-key: { value: key-of-the-narrow-one } }
                  alone: { servers: [other], primary-key: { value: key-without-product } }
                  peppered: { product: starter, primary-key: { hmac-sha256: %s } }
                keys:
                  everywhere: { value: a-plain-key-for-all }
                  somewhere: { value: a-plain-key-for-one, servers: [other] }
                key-pepper: { file: pepper }
                """
                        .formatted(Pepper.of(PEPPER).digest("key-with-a-pepper").hex()));
        Files.writeString(directory.resolve("pepper"), PEPPER + "\n");
        Configuration configuration = new ConfigurationReader(_ -> Optional.empty(), NOW)
                .read(file, new Faults())
                .orElseThrow();
        keys = KeyRing.of(configuration);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "no key, , MISSING, SubscriptionKeyNotFound",
        "an empty key, '', MISSING, SubscriptionKeyNotFound",
        "an unknown key, key-of-nobody-at-all, UNKNOWN, SubscriptionKeyInvalid",
        "a key in another case, KEY-OF-GOOD-PRIMARY, UNKNOWN, SubscriptionKeyInvalid",
        "a key with a space, 'key-of-good-primary ', UNKNOWN, SubscriptionKeyInvalid",
        "a cancelled subscription, key-of-cancelled, NOT_ACTIVE, SubscriptionKeyInvalid",
        "the server of its product that it leaves out, key-of-the-narrow-one, OTHER_SERVER, SubscriptionKeyInvalid",
        "a server that it does not name, key-without-product, OTHER_SERVER, SubscriptionKeyInvalid",
        "a server that a plain key does not name, a-plain-key-for-one, OTHER_SERVER, SubscriptionKeyInvalid",
        "a suspended subscription, key-of-suspended, NOT_ACTIVE, SubscriptionKeyInvalid",
        "a subscription marked expired, key-of-marked-expired, EXPIRED, SubscriptionKeyInvalid",
        "the first moment without, key-that-is-over, EXPIRED, SubscriptionKeyInvalid",
        "before its time, key-of-tomorrow-1, TOO_EARLY, SubscriptionKeyInvalid"
    })
    void what_does_not_open_a_server_has_a_cause_and_the_reason_of_api_management(
            String name, String key, Cause cause, String reason) {
        assertThat(decide(key, "weather", true)).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.cause()).isEqualTo(cause);
            assertThat(denied.cause().reason()).isEqualTo(reason);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "key-of-good-primary, good, PRIMARY",
        "key-of-good-secondary, good, SECONDARY",
        "key-in-its-last-second, last, PRIMARY",
        "key-that-begins-now, begun, PRIMARY"
    })
    void either_key_opens_the_servers_of_its_product(String key, String id, KeySlot slot) {
        assertThat(decide(key, "weather", true)).isInstanceOfSatisfying(Allowed.class, allowed -> {
            Subscription subscription = allowed.subscription().orElseThrow();
            assertThat(subscription.id()).isEqualTo(id);
            assertThat(subscription.product()).contains("starter");
            assertThat(subscription.slot()).isEqualTo(slot);
            assertThat(subscription.worksAt(NOW)).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "key-of-the-narrow-one, other, narrow, both",
        "key-without-product, other, alone,",
        "key-with-a-pepper, weather, peppered, starter",
        "a-plain-key-for-all, weather, everywhere,",
        "a-plain-key-for-all, other, everywhere,",
        "a-plain-key-for-one, other, somewhere,"
    })
    void subscriptions_to_servers_narrowed_ones_and_plain_keys_open_what_they_name(
            String key, String server, String id, String product) {
        assertThat(decide(key, server, true)).isInstanceOfSatisfying(Allowed.class, allowed -> {
            Subscription subscription = allowed.subscription().orElseThrow();
            assertThat(subscription.id()).isEqualTo(id);
            assertThat(subscription.product()).isEqualTo(Optional.ofNullable(product));
        });
    }

    @Test
    void a_key_does_not_open_a_server_outside_its_product() {
        assertThat(decide("key-of-good-primary", "other", true)).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.cause()).isEqualTo(Cause.OTHER_SERVER);
            assertThat(denied.subscription()).map(Subscription::id).contains("good");
        });
    }

    @Test
    void where_no_key_is_required_a_call_without_one_is_nobodys() {
        assertThat(decide(null, "weather", false)).isEqualTo(new Allowed(Optional.empty()));
    }

    @Test
    void where_no_key_is_required_one_that_is_presented_is_still_checked() {
        assertThat(decide("key-of-nobody-at-all", "weather", false)).isInstanceOf(Denied.class);
        assertThat(decide("key-of-good-primary", "weather", false))
                .isInstanceOfSatisfying(Allowed.class, allowed -> assertThat(allowed.subscription())
                        .isPresent());
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"MISSING", "MISTYPED"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_caller_cannot_tell_an_unknown_key_from_one_that_does_not_work(Cause cause) {
        assertThat(cause.message()).isEqualTo(Cause.UNKNOWN.message());
        assertThat(cause.reason()).isEqualTo(Cause.UNKNOWN.reason());
    }

    @Test
    void who_mistypes_a_key_of_our_making_is_told_so() {
        String key = Keys.generate(new SecureRandom());

        assertThat(decide(key, "weather", true))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.cause()).isEqualTo(Cause.UNKNOWN));
        assertThat(decide(key.substring(1, 20), "weather", true))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.cause()).isEqualTo(Cause.UNKNOWN));
        assertThat(decide(key.substring(0, 20), "weather", true)).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.cause()).isEqualTo(Cause.MISTYPED);
            assertThat(denied.cause().reason()).isEqualTo("SubscriptionKeyInvalid");
            assertThat(denied.cause().message()).contains("cut off or mistyped");
        });
    }

    @Test
    void an_endless_key_is_not_hashed() {
        assertThat(keys.find("x".repeat(Keys.MAX_LENGTH + 1))).isEmpty();
    }

    private static SubscriptionDecision decide(String key, String server, boolean required) {
        return keys.check(key, server, required, NOW);
    }
}
