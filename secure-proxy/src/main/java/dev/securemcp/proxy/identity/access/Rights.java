package dev.securemcp.proxy.identity.access;

import dev.securemcp.proxy.config.NameRules;
import dev.securemcp.proxy.config.ProductConfig;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.config.ServerConfig.ToolConfig;
import dev.securemcp.proxy.exchange.Caller;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What of a server its callers may use: the patterns of their product, the scopes and roles of its tools. Immutable, made at load. */
public final class Rights {

    private final Map<String, NameFilter> products;
    private final Map<String, ToolConfig> tools;
    private final boolean listStepUp;
    private final Grants grants;
    private final UnknownAnswers answers;

    private Rights(
            Map<String, NameFilter> products,
            Map<String, ToolConfig> tools,
            boolean listStepUp,
            Grants grants,
            UnknownAnswers answers) {
        this.products = Map.copyOf(products);
        this.tools = Map.copyOf(tools);
        this.listStepUp = listStepUp;
        this.grants = grants;
        this.answers = answers;
    }

    /**
     * The rights at a server.
     *
     * @param products all of the configuration
     * @param grants reads tokens; null where the server asks for none
     */
    public static Rights of(ServerConfig server, Collection<ProductConfig> products, Grants grants) {
        Map<String, NameFilter> filters = new HashMap<>();
        for (ProductConfig product : products) {
            if (!product.rules().equals(NameRules.NONE)) {
                filters.put(product.name(), new NameFilter(product.rules()));
            }
        }
        Map<String, ToolConfig> guarded = new HashMap<>();
        for (ToolConfig tool : server.tools().values()) {
            if (!tool.scopes().isEmpty() || !tool.roles().isEmpty()) {
                guarded.put(tool.name(), tool);
            }
        }
        return new Rights(filters, guarded, server.listStepUp(), grants, new UnknownAnswers(server.unknown()));
    }

    /** What is answered for what is not there. */
    public UnknownAnswers unknown() {
        return answers;
    }

    /** What a caller may use; {@link Permit#EVERYTHING} where no rule is about it. */
    public Permit of(Caller caller) {
        NameFilter product = caller.productId() == null ? null : products.get(caller.productId());
        if (product == null && tools.isEmpty()) {
            return Permit.EVERYTHING;
        }
        boolean token = caller.token() != null && grants != null && !tools.isEmpty();
        return new Permit(
                product,
                tools,
                token ? grants.scopes(caller.token()) : Set.of(),
                token ? grants.roles(caller.token()) : Set.of(),
                listStepUp,
                answers);
    }
}
