package dev.securemcp.proxy.policy.validation;

/** What becomes of a violation. */
enum Action {
    /** Nothing is looked at. */
    IGNORE,
    /** The call is refused. */
    PREVENT,
    /** It is reported, and the call goes on. */
    DETECT
}
