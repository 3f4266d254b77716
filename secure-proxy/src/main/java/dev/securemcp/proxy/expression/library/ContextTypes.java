package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.ApiFacts;
import dev.securemcp.proxy.expression.Authorization;
import dev.securemcp.proxy.expression.DeploymentFacts;
import dev.securemcp.proxy.expression.ExpressionContext;
import dev.securemcp.proxy.expression.GroupFacts;
import dev.securemcp.proxy.expression.LastErrorFacts;
import dev.securemcp.proxy.expression.McpFacts;
import dev.securemcp.proxy.expression.OperationFacts;
import dev.securemcp.proxy.expression.ProductFacts;
import dev.securemcp.proxy.expression.SubscriptionFacts;
import dev.securemcp.proxy.expression.UserFacts;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** {@code context} and what it leads to, but for messages (APIM: "policy expressions", context variable). */
final class ContextTypes {

    private ContextTypes() {}

    static void define(TypeTable table) {
        table.<ExpressionContext>reference("IProxyRequestContext", ExpressionContext.class, NONE, m -> {
            m.property("IApi Api", (e, c) -> c.api());
            m.property("IDeployment Deployment", (e, c) -> c.deployment());
            m.property("TimeSpan Elapsed", (e, c) -> c.elapsed());
            m.property("ILastError LastError", (e, c) -> c.lastError());
            m.property("IOperation Operation", (e, c) -> c.operation());
            m.property("IProduct Product", (e, c) -> c.product());
            m.property("IRequest Request", (e, c) -> c.request());
            m.property("Guid RequestId", (e, c) -> c.requestId());
            m.property("IResponse Response", (e, c) -> c.response());
            m.property("ISubscription Subscription", (e, c) -> c.subscription());
            m.property("DateTime Timestamp", (e, c) -> DateTimeValue.utc(c.timestamp()));
            m.property("bool Tracing", (e, c) -> c.tracing());
            m.property("IUser User", (e, c) -> c.user());
            m.property("IReadOnlyDictionary<string, object> Variables", (e, c) -> c.variables());
            m.property("IMcp Mcp", (e, c) -> c.mcp());
            m.method("void Trace(object message)", (e, c, message) -> {
                c.trace(Text.of(message));
                return null;
            });
        });
        table.<ApiFacts>reference("IApi", ApiFacts.class, NONE, m -> {
            m.property("string Id", (e, a) -> a.id());
            m.property("string Name", (e, a) -> a.name());
            m.property("string Path", (e, a) -> a.path());
            m.property("string Revision", (e, a) -> a.revision());
            m.property("string Version", (e, a) -> a.version());
            m.property("bool IsCurrentRevision", (e, a) -> a.isCurrentRevision());
            m.property("IUrl ServiceUrl", (e, a) -> a.serviceUrl());
            m.property("IEnumerable<string> Protocols", (e, a) -> List.of("https"));
            m.property("object Workspace", (e, a) -> null);
        });
        table.<OperationFacts>reference("IOperation", OperationFacts.class, NONE, m -> {
            m.property("string Id", (e, o) -> o.id());
            m.property("string Name", (e, o) -> o.name());
            m.property("string Method", (e, o) -> o.method());
            m.property("string UrlTemplate", (e, o) -> o.urlTemplate());
        });
        owners(table);
        table.<DeploymentFacts>reference("IDeployment", DeploymentFacts.class, NONE, m -> {
            m.property("string Region", (e, d) -> d.region());
            m.property("string ServiceName", (e, d) -> d.serviceName());
            m.property("string ServiceId", (e, d) -> d.serviceId());
            m.property("string GatewayId", (e, d) -> d.gatewayId());
            m.property("IGateway Gateway", (e, d) -> d);
            m.property(
                    "IReadOnlyDictionary<string, X509Certificate2> Certificates",
                    (e, d) -> Collections.unmodifiableMap(d.certificates()));
        });
        table.<DeploymentFacts>reference("IGateway", null, NONE, m -> {
            m.property("string Id", (e, d) -> d.gatewayId());
            m.property("string InstanceId", (e, d) -> d.gatewayId());
            m.property("bool IsManaged", (e, d) -> false);
        });
        table.<LastErrorFacts>reference("ILastError", LastErrorFacts.class, NONE, m -> {
            m.property("string Source", (e, x) -> x.source());
            m.property("string Reason", (e, x) -> x.reason());
            m.property("string Message", (e, x) -> x.message());
            m.property("string Scope", (e, x) -> x.scope());
            m.property("string Section", (e, x) -> x.section());
            m.property("string Path", (e, x) -> x.path());
            m.property("string PolicyId", (e, x) -> x.policyId());
        });
        table.<McpFacts>reference("IMcp", McpFacts.class, NONE, m -> {
            m.property("string Method", (e, x) -> x.method());
            m.property("string ToolName", (e, x) -> x.toolName());
            m.property("string ProtocolVersion", (e, x) -> x.protocolVersion());
            m.property("string SessionId", (e, x) -> x.sessionId());
            m.property("string RequestId", (e, x) -> x.requestId());
        });
        table.<Authorization>reference("Authorization", Authorization.class, NONE, m -> {
            m.property("string AccessToken", (e, a) -> a.accessToken());
            m.property("IReadOnlyDictionary<string, object> Claims", (e, a) -> Collections.unmodifiableMap(a.claims()));
        });
    }

    private static void owners(TypeTable table) {
        table.<ProductFacts>reference("IProduct", ProductFacts.class, NONE, m -> {
            m.property("string Id", (e, p) -> p.id());
            m.property("string Name", (e, p) -> p.name());
            m.property("string State", (e, p) -> p.state());
            m.property("bool ApprovalRequired", (e, p) -> p.approvalRequired());
            m.property("bool SubscriptionRequired", (e, p) -> p.subscriptionRequired());
            m.property("int? SubscriptionLimit", (e, p) -> p.subscriptionLimit());
            m.property("IEnumerable<IGroup> Groups", (e, p) -> p.groups());
            m.property("IEnumerable<IApi> Apis", (e, p) -> List.of());
            m.property("object Workspace", (e, p) -> null);
        });
        table.<GroupFacts>reference("IGroup", GroupFacts.class, NONE, m -> {
            m.property("string Id", (e, g) -> g.id());
            m.property("string Name", (e, g) -> g.name());
        });
        table.<SubscriptionFacts>reference("ISubscription", SubscriptionFacts.class, NONE, m -> {
            m.property("string Id", (e, s) -> s.id());
            m.property("string Name", (e, s) -> s.name());
            m.property("string Key", (e, s) -> s.key());
            m.property("string PrimaryKey", (e, s) -> s.primaryKey());
            m.property("string SecondaryKey", (e, s) -> s.secondaryKey());
            m.property("DateTime CreatedDate", (e, s) -> date(s.createdDate(), DateTimeValue.MIN));
            m.property("DateTime CreatedTime", (e, s) -> date(s.createdDate(), DateTimeValue.MIN));
            m.property("DateTime? StartDate", (e, s) -> date(s.startDate(), null));
            m.property("DateTime? EndDate", (e, s) -> date(s.endDate(), null));
        });
        table.<UserFacts>reference("IUser", UserFacts.class, NONE, m -> {
            m.property("string Id", (e, u) -> u.id());
            m.property("string Email", (e, u) -> u.email());
            m.property("string FirstName", (e, u) -> u.firstName());
            m.property("string LastName", (e, u) -> u.lastName());
            m.property("string Note", (e, u) -> u.note());
            m.property("DateTime RegistrationDate", (e, u) -> date(u.registrationDate(), DateTimeValue.MIN));
            m.property("IEnumerable<IGroup> Groups", (e, u) -> u.groups());
            m.property("IEnumerable<IUserIdentity> Identities", (e, u) -> u.identities());
        });
        table.<UserFacts.Identity>reference("IUserIdentity", UserFacts.Identity.class, NONE, m -> {
            m.property("string Id", (e, i) -> str(i.id()));
            m.property("string Provider", (e, i) -> str(i.provider()));
        });
    }

    private static DateTimeValue date(Instant instant, DateTimeValue fallback) {
        return instant == null ? fallback : DateTimeValue.utc(instant);
    }
}
