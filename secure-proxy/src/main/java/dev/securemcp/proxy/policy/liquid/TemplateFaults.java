package dev.securemcp.proxy.policy.liquid;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.policy.document.PolicyText;

/** Tells the faults of one template with their places in the document. */
final class TemplateFaults {

    private static final int MAX_SHOWN = 40;

    private final PolicyText source;
    private final String path;
    private final Faults faults;
    private boolean any;

    TemplateFaults(PolicyText source, String path, Faults faults) {
        this.source = source;
        this.path = path;
        this.faults = faults;
    }

    boolean any() {
        return any;
    }

    void add(SyntaxFault fault) {
        any = true;
        faults.error(source.at(fault.at()), path, fault.getMessage(), fault.remedy());
    }

    /** A part of the template for a message: secrets masked, cut short. */
    String shown(int start, int end) {
        if (start >= end) {
            return "the end";
        }
        String masked = source.masked(start, end).strip().replace('\n', ' ');
        return "`" + (masked.length() <= MAX_SHOWN ? masked : masked.substring(0, MAX_SHOWN) + "…") + "`";
    }
}
