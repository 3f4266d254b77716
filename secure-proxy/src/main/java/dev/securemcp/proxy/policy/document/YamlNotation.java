package dev.securemcp.proxy.policy.document;

/**
 * The YAML notation of the tree. It is mechanical: whatever XML can say, YAML can say, and no table of elements is needed
 * to read it.
 *
 * <ul>
 *   <li>A section, and the inside of an element that holds a list, is a sequence. Each item is one element: a mapping with
 *       one key, its name, or only the name where the element is empty ({@code - base}).
 *   <li>What stands behind an element's name is: nothing for an empty element; a scalar for its text ({@code value: a});
 *       a sequence for its children in order; or a mapping.
 *   <li>In a mapping, a key with a scalar is an attribute. A key with a sequence is child elements of that name, one for
 *       each item, where an item is again what stands behind a name: <code>set-header: {name: X, value: [a, b]}</code>. A
 *       key with a mapping is one child element of that name.
 *   <li>The key {@code text} is the element's text, the key {@code do} a sequence of children in order, for elements that
 *       have attributes too: <code>when: {condition: "@(…)", do: [ … ]}</code>. An attribute of one of these names is
 *       written {@code @text}, {@code @do}; so may any attribute.
 *   <li>In a sequence of children, text between elements is an item with the key {@code #text}.
 * </ul>
 *
 * <p>The order of keys is the order of attributes and of children. Scalars are texts: {@code 100} is {@code "100"}.
 */
final class YamlNotation {

    /** The key for text beside attributes or children. */
    static final String TEXT = "text";

    /** The key for children in order. */
    static final String CHILDREN = "do";

    /** Before the name of an attribute that would be taken for another key. */
    static final String ATTRIBUTE = "@";

    /** The key of a text in a sequence of children. */
    static final String TEXT_ITEM = "#text";

    private YamlNotation() {}

    static boolean isReserved(String name) {
        return name.equals(TEXT) || name.equals(CHILDREN);
    }
}
