package dev.securemcp.proxy.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.schema.SchemaLimits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What is known of tools, and how more is found out.
 *
 * @param known what was learnt
 * @param fetches who is asking now
 */
record ToolKnowledge(KnownTools known, ToolFetches fetches) {

    /** Nothing known yet. */
    static ToolKnowledge open(MeterRegistry registry, Limits limits, Ticker ticker) {
        KnownTools known = new KnownTools(
                new SchemaLimits((int) limits.bytes(Limit.SCHEMA), limits.count(Limit.VALIDATION_WORK)),
                limits.bytes(Limit.TOOL_SCHEMAS),
                limits.time(Limit.TOOL_SCHEMA_AGE),
                ticker);
        Gauge.builder("proxy.tool.schemas", known, KnownTools::size)
                .description("Tools whose input schemas are known")
                .register(registry);
        return new ToolKnowledge(known, new ToolFetches(ticker));
    }
}
