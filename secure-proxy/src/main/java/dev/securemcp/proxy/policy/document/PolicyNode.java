package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;

/** What may stand inside an element: another element, or text. Comments and processing instructions are not kept. */
public sealed interface PolicyNode permits PolicyElement, PolicyText {

    /** Where it begins. */
    Position position();
}
