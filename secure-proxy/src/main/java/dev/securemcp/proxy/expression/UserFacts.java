package dev.securemcp.proxy.expression;

import java.time.Instant;
import java.util.List;

/** {@code context.User}: a user of the portal. */
public interface UserFacts {

    String id();

    String email();

    String firstName();

    String lastName();

    default String note() {
        return null;
    }

    default Instant registrationDate() {
        return null;
    }

    default List<GroupFacts> groups() {
        return List.of();
    }

    default List<Identity> identities() {
        return List.of();
    }

    /** How the user signs in: {@code IUserIdentity}. */
    record Identity(String id, String provider) {}
}
