package dev.securemcp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.schema.JsonBounds;
import dev.securemcp.proxy.schema.RepeatedNames;
import dev.securemcp.proxy.schema.SchemaDocument;
import dev.securemcp.proxy.schema.SchemaLimits;
import dev.securemcp.proxy.schema.SchemaOptions;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@code validate-content} does to a body: bounds in one pass, a tree, a check against a schema; and by itself the pass for names
 * that stand twice.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ValidationBenchmark {

    private static final String SCHEMA =
            """
            {"type":"object",
             "properties":{
               "latitude":{"type":"number","minimum":-90,"maximum":90},
               "longitude":{"type":"number","minimum":-180,"maximum":180},
               "days":{"type":"integer","minimum":1,"maximum":7},
               "unit":{"enum":["us","si"]},
               "state":{"type":"string","pattern":"^[A-Z]{2}$"},
               "places":{"type":"array","items":{"type":"string","maxLength":100}}},
             "required":["latitude","longitude"],
             "additionalProperties":false}
            """;

    private static final Set<String> ARGUMENTS = Set.of("/params/arguments");

    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonBounds bounds = new JsonBounds(12, 1_000, 100_000, 100);
    private SchemaDocument schema;
    private byte[] usual;
    private byte[] large;

    @Setup
    public void load() throws Exception {
        schema = SchemaDocument.read(SCHEMA.getBytes(StandardCharsets.UTF_8), new SchemaLimits(256 << 10, 1_000_000));
        usual = message("\"Oslo\",\"Seattle\",\"Nairobi\"");
        large = message("\"Seattle in winter\",".repeat(64 * 1024 / 20) + "\"x\"");
        if (!usualCall().equals(java.util.List.of()) || !largeCall().equals(java.util.List.of())) {
            throw new IllegalStateException("the bodies are valid");
        }
    }

    private static byte[] message(String places) {
        return ("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"compare\",\"arguments\":"
                        + "{\"latitude\":47.6,\"longitude\":-122.3,\"days\":3,\"unit\":\"si\",\"state\":\"WA\",\"places\":["
                        + places + "]}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Object check(byte[] body) throws Exception {
        if (bounds.check(body).isPresent()) {
            throw new IllegalStateException("the body keeps within the bounds");
        }
        JsonNode arguments = mapper.readTree(body).path("params").path("arguments");
        return schema.check(arguments, SchemaOptions.NONE);
    }

    private Object names(byte[] body) throws Exception {
        return RepeatedNames.in(body, ARGUMENTS, schema::names);
    }

    @Benchmark
    public Object usualNames() throws Exception {
        return names(usual);
    }

    @Benchmark
    public Object largeNames() throws Exception {
        return names(large);
    }

    @Benchmark
    public Object usualCall() throws Exception {
        return check(usual);
    }

    @Benchmark
    public Object largeCall() throws Exception {
        return check(large);
    }
}
