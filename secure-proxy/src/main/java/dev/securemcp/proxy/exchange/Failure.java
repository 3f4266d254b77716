package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.LastErrorFacts;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;

/**
 * Why a call ends without the backend's answer: a denial, a failed evaluation, a backend that does not answer.
 *
 * @param answer what the caller is told; names no secret and nothing of the inside
 * @param detail for logs and traces alone; empty where the answer says all
 * @param place which element of which document; {@link Place#NONE} outside policies
 */
public record Failure(ErrorAnswer answer, String detail, Place place) {

    /**
     * Where in the policies.
     *
     * @param scope global, product, api or operation
     * @param section inbound, backend, outbound or on-error
     * @param path the element's place in its section
     * @param policyId the element's {@code id}
     */
    public record Place(String scope, String section, String path, String policyId) {
        /** Not in a policy. */
        public static final Place NONE = new Place(null, null, null, null);
    }

    /** A failure outside policies, or one whose place the section adds. */
    public static Failure of(ErrorAnswer answer) {
        return new Failure(answer, "", Place.NONE);
    }

    /** The table's row as it stands. */
    public static Failure of(Reason reason) {
        return of(ErrorAnswer.of(reason));
    }

    public Failure withDetail(String newDetail) {
        return new Failure(answer, newDetail, place);
    }

    public Failure at(Place newPlace) {
        return new Failure(answer, detail, newPlace);
    }

    /** As {@code context.LastError} shows it. */
    public LastErrorFacts asLastError() {
        return new LastErrorFacts(
                answer.source(),
                answer.reason().reason(),
                answer.message(),
                place.scope(),
                place.section(),
                place.path(),
                place.policyId());
    }
}
