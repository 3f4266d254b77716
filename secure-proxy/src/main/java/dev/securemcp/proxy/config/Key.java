package dev.securemcp.proxy.config;

/**
 * A key of a mapping: one row of the table that feeds the reader, the JSON Schema and the manual.
 *
 * @param byDefault the value where the key is absent, in the form in which a person would write it; empty where there is none
 * @param otherwise what holds where the key is absent, in words, if it is not one value; empty where the default says it
 * @param meaning what it is for: the manual's sentence
 */
record Key(String name, Shape shape, boolean required, String byDefault, String otherwise, String meaning) {

    static Key of(String name, Shape shape, String meaning) {
        return new Key(name, shape, false, "", "", meaning);
    }

    Key needed() {
        return new Key(name, shape, true, byDefault, otherwise, meaning);
    }

    Key byDefault(String value) {
        return new Key(name, shape, required, value, otherwise, meaning);
    }

    Key otherwise(String words) {
        return new Key(name, shape, required, byDefault, words, meaning);
    }
}
