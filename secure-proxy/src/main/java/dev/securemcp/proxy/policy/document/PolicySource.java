package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;

/** What a policy file holds: a document with sections, or a fragment to be included in one. */
public sealed interface PolicySource permits PolicyDocument, FragmentDocument {

    /** Where it begins; its file is the one that positions name. */
    Position position();
}
