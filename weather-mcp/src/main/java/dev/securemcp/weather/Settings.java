package dev.securemcp.weather;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that can be set, prefix {@code weather}. The environment works too: {@code weather.api-key} is
 * {@code WEATHER_API_KEY}. The manual page of this server lists the same settings.
 */
@StaticInitSafe
@ConfigMapping(prefix = "weather")
public interface Settings {

    /** Which provider answers. */
    enum Provider {
        LIVE,
        SAMPLE,
        AUTO
    }

    /** Address to listen on. */
    @WithDefault("127.0.0.1")
    String host();

    /** Port to listen on, 0 for any free one. */
    @WithDefault("8081")
    int port();

    /** The key that callers of {@code /mcp/**} must show in {@code X-API-Key}; unset: nobody is asked. */
    Optional<String> apiKey();

    @WithDefault("live")
    Provider provider();

    /** How this server names itself to the sources; api.weather.gov asks for a way to contact the operator. */
    String userAgent();

    Nws nws();

    OpenMeteo openMeteo();

    Upstream upstream();

    Cache cache();

    Auto auto();

    Alerts alerts();

    Sample sample();

    /** US National Weather Service. */
    interface Nws {
        @WithDefault("https://api.weather.gov")
        URI url();
    }

    /** Open-Meteo. */
    interface OpenMeteo {
        @WithDefault("https://api.open-meteo.com")
        URI url();

        @WithDefault("https://geocoding-api.open-meteo.com")
        URI geocodingUrl();
    }

    /** Limits of one call to a source. */
    interface Upstream {
        /** One attempt, from the connection to the last byte. */
        @WithDefault("5s")
        Duration timeout();

        /** Attempts after the first. */
        @WithDefault("2")
        int retries();

        /** Pause before the first retry; doubles each time, and half of it is random. */
        @WithDefault("200ms")
        Duration retryDelay();

        /** Longest {@code Retry-After} that is waited for; a source that asks for more counts as busy. */
        @WithDefault("3s")
        Duration retryMaxDelay();

        /** Largest answer that is read. */
        @WithDefault("4M")
        MemorySize maxResponse();

        /** Calls that the circuit breaker looks back on; it opens when half of them failed. */
        @WithDefault("10")
        int breakerVolume();

        /** How long an open breaker lets no call through. */
        @WithDefault("15s")
        Duration breakerDelay();
    }

    /** Answers that are kept. */
    interface Cache {
        /** Bytes of source answers that are kept. */
        @WithDefault("32M")
        MemorySize maxSize();

        /** How old an answer may be that stands in for a source that is down. */
        @WithDefault("6h")
        Duration staleFor();
    }

    /** The provider {@code auto}. */
    interface Auto {
        /** How long the live source may take at the start before the sample answers. */
        @WithDefault("2500ms")
        Duration timeout();
    }

    /** Subscriptions to alerts. */
    interface Alerts {
        /** How often subscribed states are asked for. */
        @WithDefault("60s")
        Duration pollInterval();
    }

    /** The provider {@code sample}. */
    interface Sample {
        /** A pause before each weather answer, one answer at a time, to show streaming. */
        @WithDefault("0s")
        Duration delay();

        /** How often the sample alerts change; zero: never. */
        @WithDefault("15m")
        Duration alertsRotation();
    }
}
