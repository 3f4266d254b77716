package dev.securemcp.proxy.config;

import java.util.regex.Pattern;

/**
 * What a text must look like. The patterns are in the dialect that Java and ECMA 262 share, because the JSON Schema for
 * editors carries them too.
 */
enum Format {
    TEXT("(?s)^.{1,4096}$", "a text of at most 4096 characters"),
    NAME("^[A-Za-z0-9_][A-Za-z0-9._-]{0,79}$", "a name: at most 80 letters, digits, `-`, `_` and `.`"),
    VALUE_NAME("^[A-Za-z0-9._-]{1,256}$", "a name that `{{…}}` can hold: letters, digits, `-`, `_` and `.`"),
    TOOL("^[^\\x00-\\x1f\\x7f]{1,128}$", "the name of a tool, at most 128 characters"),
    PATH(
            "^[A-Za-z0-9_][A-Za-z0-9._~-]*(/[A-Za-z0-9_][A-Za-z0-9._~-]*){0,7}$",
            "a base path: one to eight segments of letters, digits, `-`, `_`, `.` and `~`, joined by `/`, without one at either end"),
    URL(
            "^https?://[A-Za-z0-9._\\[\\]:-]+(/[^\\s?#]*)?(\\?[^\\s#]*)?$",
            "an http or https URL without credentials and without `#`"),
    ISSUER("^https?://[A-Za-z0-9._\\[\\]:-]+(/[^\\s?#]*)?$", "an issuer: an https URL without `?` and `#`"),
    REDIS_URL(
            "^rediss?://[A-Za-z0-9._\\[\\]:-]+(/[0-9]{1,3})?$",
            "a URL such as redis://host:6379, rediss://host:6380 or redis://host:6379/1, without credentials"),
    PUBLIC_URL(
            "^https?://[A-Za-z0-9._\\[\\]:-]+/?$",
            "an http or https URL of scheme, host and port only, without a path"),
    ORIGIN(
            "^(\\*|[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._\\[\\]:-]+)$",
            "an origin: `scheme://host` or `scheme://host:port`, or `*`"),
    HOST("^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?$", "a host, with or without a port"),
    ADDRESS_RANGE("^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$", "an address or a range such as 10.0.0.0/8 or 2001:db8::/32"),
    HEADER("^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$", "the name of a header field"),
    QUERY("^[A-Za-z0-9._~-]{1,128}$", "the name of a query parameter"),
    SCOPE("^[!#-\\[\\]-~]{1,256}$", "a scope: visible ASCII characters without spaces, quotes and `\\`"),
    REDIRECT(
            "^[a-z][a-z0-9+.-]*:[!-)+-\\[\\]-~]{1,2000}\\*?$",
            "a URI that begins with its scheme, or the beginning of one with `*` at its end"),
    CLAIM("^[^\\x00-\\x1f\\x7f]{1,256}$", "the name of a claim"),
    NAME_PATTERN("^[^\\x00-\\x1f\\x7f]{1,512}$", "a name or URI in which `*` stands for any characters"),
    FILE("^[^\\x00]{1,1000}$", "a path"),
    VARIABLE("^[A-Za-z_][A-Za-z0-9_]*$", "the name of an environment variable"),
    SHA256("^[0-9A-Fa-f]{64}$", "a SHA-256 as 64 hexadecimal digits"),
    KEY("^[!-~]{16,256}$", "a key: 16 to 256 visible ASCII characters"),
    INSTANT(
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2}))?$",
            "a date such as 2027-01-01 (midnight UTC) or a time such as 2027-01-01T09:00:00Z"),
    ERROR_CODE("^-?[0-9]{1,9}$", "an error code: a whole number of at most nine digits"),
    LINE("^[^\\x00-\\x1f\\x7f]{1,8000}$", "one line of text");

    private final Pattern pattern;
    private final String meaning;

    Format(String pattern, String meaning) {
        this.pattern = Pattern.compile(pattern);
        this.meaning = meaning;
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    /** The pattern as ECMA 262 has it: what Java needs a flag for is written out. */
    String pattern() {
        return this == TEXT ? "^[\\s\\S]{1,4096}$" : pattern.pattern();
    }

    /** What is expected, as the end of "… is not …". */
    String meaning() {
        return meaning;
    }
}
