package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.exchange.ToolSchemas.Input;
import dev.securemcp.proxy.exchange.ToolSchemas.Known;
import dev.securemcp.proxy.exchange.ToolSchemas.Unknown;
import dev.securemcp.proxy.gateway.KnownTools.Learnt;
import dev.securemcp.proxy.schema.SchemaLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KnownToolsTest {
    private static final Duration AGE = Duration.ofMinutes(10);

    private final AtomicLong now = new AtomicLong();
    private final KnownTools known = new KnownTools(new SchemaLimits(10_000, 10_000), 100_000, AGE, (Ticker) now::get);

    private Optional<Learnt> learn(String tools) {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[" + tools + "]}}";
        return known.learn("s", known.generation("s"), message.getBytes(StandardCharsets.UTF_8));
    }

    private static String tool(String schema) {
        return "{\"name\":\"t\",\"inputSchema\":" + schema + "}";
    }

    @Test
    void a_schema_that_has_not_changed_stays_as_it_was_compiled_and_is_young_again() {
        learn(tool("{\"type\":\"object\",\"required\":[\"a\"]}"));
        Input first = known.find("s", "t");
        assertThat(first).isInstanceOf(Known.class);

        now.addAndGet(AGE.minusSeconds(1).toNanos());
        learn(tool("{ \"required\": [\"a\"], \"type\": \"object\" }"));
        now.addAndGet(AGE.minusSeconds(1).toNanos());

        assertThat(known.find("s", "t")).isSameAs(first);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(known.find("s", "t")).isNull();
    }

    @Test
    void a_schema_that_has_changed_takes_the_place_of_the_one_before() {
        learn(tool("{\"type\":\"object\",\"required\":[\"a\"]}"));
        Input first = known.find("s", "t");

        learn(tool("{\"type\":\"object\",\"required\":[\"b\"]}"));
        assertThat(known.find("s", "t")).isInstanceOf(Known.class).isNotEqualTo(first);

        learn("{\"name\":\"t\"}");
        assertThat(known.find("s", "t")).isInstanceOf(Unknown.class);
    }

    @Test
    void what_was_asked_for_before_the_tools_changed_is_not_learnt() {
        long before = known.generation("s");
        known.changed("s");

        String late = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[" + tool("{}") + "]}}";
        known.learn("s", before, late.getBytes(StandardCharsets.UTF_8));

        assertThat(known.find("s", "t")).isNull();
    }

    @Test
    void what_is_no_list_of_tools_teaches_nothing() {
        assertThat(known.learn("s", 0, "{\"result\":{\"content\":[]}}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(known.learn("s", 0, "{\"result\":{\"too".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(known.size()).isZero();
        assertThat(learn(tool("{}"))).contains(new Learnt(1, Optional.empty()));
    }
}
