package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.policy.access.CheckHeader;
import dev.securemcp.proxy.policy.flow.ForwardRequest;
import dev.securemcp.proxy.policy.transform.SetHeader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every element that is implemented, by name. */
public final class PolicyRegistry {

    private static final Map<String, PolicyFactory> FACTORIES = Map.of(
            "check-header", CheckHeader::compile,
            "forward-request", ForwardRequest::compile,
            "set-header", SetHeader::compile);

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
}
