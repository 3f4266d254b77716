package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import java.util.List;

/**
 * A {@code <fragment>} document.
 *
 * @param position where it begins
 * @param elements what including it puts in place of the {@code include-fragment}
 */
public record FragmentDocument(Position position, List<PolicyElement> elements) implements PolicySource {

    public FragmentDocument {
        elements = List.copyOf(elements);
    }
}
