package dev.securemcp.proxy.policy;

import static java.util.Map.entry;

import dev.securemcp.proxy.policy.access.CheckHeader;
import dev.securemcp.proxy.policy.access.Cors;
import dev.securemcp.proxy.policy.access.IpFilter;
import dev.securemcp.proxy.policy.access.ValidateAzureAdToken;
import dev.securemcp.proxy.policy.access.ValidateJwt;
import dev.securemcp.proxy.policy.caching.CacheLookup;
import dev.securemcp.proxy.policy.caching.CacheLookupValue;
import dev.securemcp.proxy.policy.caching.CacheRemoveValue;
import dev.securemcp.proxy.policy.caching.CacheStore;
import dev.securemcp.proxy.policy.caching.CacheStoreValue;
import dev.securemcp.proxy.policy.flow.Choose;
import dev.securemcp.proxy.policy.flow.ForwardRequest;
import dev.securemcp.proxy.policy.flow.MockResponse;
import dev.securemcp.proxy.policy.flow.Retry;
import dev.securemcp.proxy.policy.flow.ReturnResponse;
import dev.securemcp.proxy.policy.flow.SetBackendService;
import dev.securemcp.proxy.policy.flow.SetVariable;
import dev.securemcp.proxy.policy.flow.Trace;
import dev.securemcp.proxy.policy.flow.Wait;
import dev.securemcp.proxy.policy.outbound.AuthenticationBasic;
import dev.securemcp.proxy.policy.outbound.AuthenticationCertificate;
import dev.securemcp.proxy.policy.outbound.EmitMetric;
import dev.securemcp.proxy.policy.outbound.LogToEventhub;
import dev.securemcp.proxy.policy.outbound.SendOneWayRequest;
import dev.securemcp.proxy.policy.outbound.SendRequest;
import dev.securemcp.proxy.policy.traffic.LimitConcurrency;
import dev.securemcp.proxy.policy.traffic.Quota;
import dev.securemcp.proxy.policy.traffic.QuotaByKey;
import dev.securemcp.proxy.policy.traffic.RateLimit;
import dev.securemcp.proxy.policy.traffic.RateLimitByKey;
import dev.securemcp.proxy.policy.transform.FindAndReplace;
import dev.securemcp.proxy.policy.transform.RewriteUri;
import dev.securemcp.proxy.policy.transform.SetBody;
import dev.securemcp.proxy.policy.transform.SetHeader;
import dev.securemcp.proxy.policy.transform.SetMethod;
import dev.securemcp.proxy.policy.transform.SetQueryParameter;
import dev.securemcp.proxy.policy.transform.SetStatus;
import dev.securemcp.proxy.policy.validation.ValidateContent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every element that is implemented, by name. */
public final class PolicyRegistry {

    private static final Map<String, PolicyFactory> FACTORIES = Map.ofEntries(
            entry("authentication-basic", AuthenticationBasic::compile),
            entry("authentication-certificate", AuthenticationCertificate::compile),
            entry("cache-lookup", CacheLookup::compile),
            entry("cache-lookup-value", CacheLookupValue::compile),
            entry("cache-remove-value", CacheRemoveValue::compile),
            entry("cache-store", CacheStore::compile),
            entry("cache-store-value", CacheStoreValue::compile),
            entry("check-header", CheckHeader::compile),
            entry("choose", Choose::compile),
            entry("cors", Cors::compile),
            entry("emit-metric", EmitMetric::compile),
            entry("find-and-replace", FindAndReplace::compile),
            entry("forward-request", ForwardRequest::compile),
            entry("ip-filter", IpFilter::compile),
            entry("limit-concurrency", LimitConcurrency::compile),
            entry("log-to-eventhub", LogToEventhub::compile),
            entry("mock-response", MockResponse::compile),
            entry("quota", Quota::compile),
            entry("quota-by-key", QuotaByKey::compile),
            entry("rate-limit", RateLimit::compile),
            entry("rate-limit-by-key", RateLimitByKey::compile),
            entry("retry", Retry::compile),
            entry("return-response", ReturnResponse::compile),
            entry("rewrite-uri", RewriteUri::compile),
            entry("send-one-way-request", SendOneWayRequest::compile),
            entry("send-request", SendRequest::compile),
            entry("set-backend-service", SetBackendService::compile),
            entry("set-body", SetBody::compile),
            entry("set-header", SetHeader::compile),
            entry("set-method", SetMethod::compile),
            entry("set-query-parameter", SetQueryParameter::compile),
            entry("set-status", SetStatus::compile),
            entry("set-variable", SetVariable::compile),
            entry("trace", Trace::compile),
            entry("validate-azure-ad-token", ValidateAzureAdToken::compile),
            entry("validate-content", ValidateContent::compile),
            entry("validate-jwt", ValidateJwt::compile),
            entry("wait", Wait::compile));

    /** Taken apart before anything is compiled. */
    private static final Set<String> DOCUMENT = Set.of("base", "include-fragment");

    private PolicyRegistry() {}

    /** What compiles an element; empty where it is not implemented. */
    public static Optional<PolicyFactory> find(String element) {
        return Optional.ofNullable(FACTORIES.get(element));
    }

    /** Whether this build can run an element of that name; what the document itself takes apart counts too. */
    public static boolean implemented(String element) {
        return FACTORIES.containsKey(element) || DOCUMENT.contains(element);
    }

    /** The names of all elements that this build can run, those of the document itself aside. */
    public static Set<String> names() {
        return FACTORIES.keySet();
    }
}
