package dev.securemcp.proxy.expression;

/** What {@code AsBasic()} reads from an {@code Authorization} header: {@code BasicAuthCredentials}. */
public record BasicCredentials(String userId, String password) {

    /** Without the password: this may end in a log. */
    @Override
    public String toString() {
        return "BasicAuthCredentials";
    }
}
