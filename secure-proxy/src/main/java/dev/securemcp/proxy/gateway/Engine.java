package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.MessageEndpoints;
import dev.securemcp.proxy.backend.Relay;
import dev.securemcp.proxy.backend.SessionTable;
import dev.securemcp.proxy.cache.ResultCache;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.gateway.trace.TraceRequests;
import dev.securemcp.proxy.gateway.trace.TraceStore;
import dev.securemcp.proxy.store.State;
import dev.securemcp.proxy.telemetry.Telemetry;
import io.vertx.core.Vertx;

/**
 * What runs, as opposed to what is configured: it outlives a change of the configuration.
 *
 * @param door what every request passes first
 * @param relay the way to the backends
 * @param sessions who opened which session
 * @param endpoints the message endpoints of open legacy streams
 * @param calls what is under way
 * @param results what may be given again
 * @param tools what tools take
 * @param environment the clock and the like that exchanges see
 * @param services what policies reach, to be closed in the end
 * @param state what survives a restart, to be closed in the end
 * @param bridges the endpoints of OAuth bridges, to be closed in the end
 * @param traceRequests who asks for traces
 * @param traces the traces of the last minutes
 * @param telemetry told of every exchange when it is over
 */
record Engine(
        Vertx vertx,
        FrontDoor door,
        Relay relay,
        SessionTable sessions,
        MessageEndpoints endpoints,
        OpenCalls calls,
        ResultCache results,
        ToolKnowledge tools,
        Exchange.Environment environment,
        PolicyServices services,
        State state,
        BridgeServices bridges,
        TraceRequests traceRequests,
        TraceStore traces,
        Telemetry telemetry) {}
