package dev.securemcp.proxy.expression.syntax;

import java.util.List;

/**
 * A type as written.
 *
 * @param at where it begins
 * @param name dotted, such as {@code System.Net.WebUtility}, or {@code var}
 * @param arguments of a generic type
 * @param nullable a question mark follows
 * @param ranks how many times an array
 */
public record TypeName(int at, String name, List<TypeName> arguments, boolean nullable, int ranks) {

    public boolean isVar() {
        return name.equals("var") && ranks == 0;
    }
}
