package dev.securemcp.proxy.policy.document;

/**
 * Whom an element of an effective policy came from; its file and line are the element's own position.
 *
 * @param owner whose document it is, in words: {@code server weather-tools}, {@code product starter}
 * @param fragment the fragment that it was included from, empty where it stands in the document itself
 */
public record Origin(String owner, String fragment) {

    /** {@code server weather-tools}, or {@code server weather-tools, fragment audit}. */
    @Override
    public String toString() {
        return fragment.isEmpty() ? owner : owner + ", fragment " + fragment;
    }
}
