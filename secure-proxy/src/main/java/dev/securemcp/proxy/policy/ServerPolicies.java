package dev.securemcp.proxy.policy;

import java.util.Map;

/**
 * Everything a server's calls may run, flattened for every product and tool at load, so that a call only picks. Immutable.
 *
 * @param withoutProduct for calls that came without a product
 * @param byProduct for the others
 */
public record ServerPolicies(ToolSections withoutProduct, Map<String, ToolSections> byProduct) {

    /**
     * The sections of one product's calls.
     *
     * @param byDefault for tools without a policy of their own, and for everything that calls no tool
     * @param byTool for the others
     */
    public record ToolSections(Sections byDefault, Map<String, Sections> byTool) {}

    /**
     * The sections for one message.
     *
     * @param product the product that the call came with; null for none
     * @param tool the tool that it calls; null for none
     */
    public Sections sections(String product, String tool) {
        ToolSections ofProduct = product == null ? withoutProduct : byProduct.getOrDefault(product, withoutProduct);
        return tool == null ? ofProduct.byDefault() : ofProduct.byTool().getOrDefault(tool, ofProduct.byDefault());
    }
}
