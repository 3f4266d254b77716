package dev.securemcp.proxy.config;

import java.nio.file.Path;
import org.yaml.snakeyaml.nodes.Node;

/** Where a policy document comes from. The configuration does not interpret it; the policy reader does. */
public sealed interface PolicySource {

    /** Where {@code policy:} (or the fragment) stands in {@code gateway.yaml}. */
    Position position();

    /**
     * A file of its own. It existed and could be read when the configuration was read.
     *
     * @param file the file, resolved against the configuration's directory
     * @param name as the person wrote it: what messages show
     */
    record PolicyFile(Path file, String name, Position position) implements PolicySource {}

    /**
     * The elements inline: a mapping or a sequence whose scalars have their {@code ${ENV:default}} replaced.
     *
     * @param node its marks are those of {@code gateway.yaml}; aliases are expanded, so it is a tree
     */
    record InlinePolicy(Node node, Position position) implements PolicySource {

        /** Only where it stands: the elements may hold what must not be printed. */
        @Override
        public String toString() {
            return "InlinePolicy[" + position + "]";
        }
    }
}
