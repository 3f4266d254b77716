package dev.securemcp.proxy.identity.access;

import java.util.List;

/** A name in which {@code *} stands for any characters, also none. Compared exactly otherwise. */
record NamePattern(List<String> parts) {

    NamePattern {
        parts = List.copyOf(parts);
    }

    static NamePattern of(String text) {
        return new NamePattern(List.of(text.split("\\*", -1)));
    }

    /** In one walk: the part between two stars can always be taken where it stands first. */
    boolean matches(String name) {
        String first = parts.getFirst();
        if (parts.size() == 1) {
            return name.equals(first);
        }
        if (!name.startsWith(first)) {
            return false;
        }
        int at = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = name.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        String last = parts.getLast();
        return name.length() - last.length() >= at && name.endsWith(last);
    }
}
