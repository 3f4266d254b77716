package dev.securemcp.proxy.policy.liquid;

import dev.securemcp.proxy.expression.ApiFacts;
import dev.securemcp.proxy.expression.ExpressionContext;
import dev.securemcp.proxy.expression.HeaderFacts;
import dev.securemcp.proxy.expression.LastErrorFacts;
import dev.securemcp.proxy.expression.McpFacts;
import dev.securemcp.proxy.expression.OperationFacts;
import dev.securemcp.proxy.expression.ProductFacts;
import dev.securemcp.proxy.expression.RequestFacts;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.expression.ResponseFacts;
import dev.securemcp.proxy.expression.SubscriptionFacts;
import java.util.List;

/** What templates see of {@code context} (APIM: "Set body", Liquid templates; {@code Mcp} is an extension). Never a key, never a body. */
final class ContextFacts {

    /** Names of which only run time knows. */
    interface ByName {
        Object get(String name);
    }

    private static final Facts<RequestUrl> URL = Facts.<RequestUrl>of("Url")
            .value("Scheme", RequestUrl::scheme)
            .value("Host", RequestUrl::host)
            .value("Port", url -> (long) url.port())
            .value("IsDefaultPort", url -> url.port() == (url.scheme().equals("https") ? 443 : 80))
            .value("Path", RequestUrl::path)
            .value("QueryString", RequestUrl::queryString)
            .value("Query", url -> byName(name -> joined(url.query().get(name))))
            .value("ToUri", RequestUrl::toString)
            .value("ToString", RequestUrl::toString);

    private static final Facts<RequestFacts> REQUEST = Facts.<RequestFacts>of("context.Request")
            .value("Method", RequestFacts::method)
            .value("IpAddress", RequestFacts::ipAddress)
            .value("HasBody", request -> request.body() != null)
            .value("Headers", request -> headers(request.headers()))
            .value("MatchedParameters", request -> byName(request.matchedParameters()::get))
            .facts("Url", URL, RequestFacts::url)
            .facts("OriginalUrl", URL, RequestFacts::originalUrl);

    private static final Facts<ResponseFacts> RESPONSE = response("context.Response");

    private static final Facts<ResponseFacts> RECEIVED = response("a response");

    private static final Facts<ApiFacts> API = Facts.<ApiFacts>of("context.Api")
            .value("Id", ApiFacts::id)
            .value("Name", ApiFacts::name)
            .value("Path", ApiFacts::path)
            .value("Version", ApiFacts::version)
            .value("Revision", ApiFacts::revision)
            .facts("ServiceUrl", URL, ApiFacts::serviceUrl);

    private static final Facts<OperationFacts> OPERATION = Facts.<OperationFacts>of("context.Operation")
            .value("Id", OperationFacts::id)
            .value("Name", OperationFacts::name)
            .value("Method", OperationFacts::method)
            .value("UrlTemplate", OperationFacts::urlTemplate);

    private static final Facts<ProductFacts> PRODUCT = Facts.<ProductFacts>of("context.Product")
            .value("Id", ProductFacts::id)
            .value("Name", ProductFacts::name)
            .value("State", ProductFacts::state);

    private static final Facts<SubscriptionFacts> SUBSCRIPTION = Facts.<SubscriptionFacts>of("context.Subscription")
            .value("Id", SubscriptionFacts::id)
            .value("Name", SubscriptionFacts::name)
            .value("CreatedDate", SubscriptionFacts::createdDate)
            .value("StartDate", SubscriptionFacts::startDate)
            .value("EndDate", SubscriptionFacts::endDate);

    private static final Facts<LastErrorFacts> LAST_ERROR = Facts.<LastErrorFacts>of("context.LastError")
            .value("Source", LastErrorFacts::source)
            .value("Reason", LastErrorFacts::reason)
            .value("Message", LastErrorFacts::message)
            .value("Scope", LastErrorFacts::scope)
            .value("Section", LastErrorFacts::section)
            .value("Path", LastErrorFacts::path)
            .value("PolicyId", LastErrorFacts::policyId);

    private static final Facts<McpFacts> MCP = Facts.<McpFacts>of("context.Mcp")
            .value("Method", McpFacts::method)
            .value("ToolName", McpFacts::toolName)
            .value("ProtocolVersion", McpFacts::protocolVersion)
            .value("SessionId", McpFacts::sessionId)
            .value("RequestId", McpFacts::requestId);

    /** {@code context} itself. */
    static final Facts<ExpressionContext> CONTEXT = Facts.<ExpressionContext>of("context")
            .value("RequestId", context -> context.requestId().toString())
            .value("Timestamp", ExpressionContext::timestamp)
            .value(
                    "Variables",
                    context -> byName(name -> Values.plain(context.variables().get(name))))
            .facts("Request", REQUEST, ExpressionContext::request)
            .facts("Response", RESPONSE, ExpressionContext::response)
            .facts("Api", API, ExpressionContext::api)
            .facts("Operation", OPERATION, ExpressionContext::operation)
            .facts("Product", PRODUCT, ExpressionContext::product)
            .facts("Subscription", SUBSCRIPTION, ExpressionContext::subscription)
            .facts("LastError", LAST_ERROR, ExpressionContext::lastError)
            .facts("Mcp", MCP, ExpressionContext::mcp);

    private ContextFacts() {}

    private static Facts<ResponseFacts> response(String name) {
        return Facts.<ResponseFacts>of(name)
                .value("StatusCode", response -> (long) response.statusCode())
                .value("StatusReason", ResponseFacts::statusReason)
                .value("Headers", response -> headers(response.headers()));
    }

    /** A response that {@code send-request} left in a variable. */
    static Object received(ResponseFacts response) {
        return new Facts.Bound<>(RECEIVED, response);
    }

    private static ByName headers(HeaderFacts headers) {
        return byName(headers::joined);
    }

    private static ByName byName(ByName names) {
        return names;
    }

    private static String joined(List<String> values) {
        return values == null ? null : String.join(",", values);
    }
}
