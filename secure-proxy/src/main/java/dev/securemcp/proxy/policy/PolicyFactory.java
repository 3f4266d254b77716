package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.policy.document.AttributeReader;

/** Compiles one kind of element. */
@FunctionalInterface
public interface PolicyFactory {

    /**
     * Reads the element's settings and compiles it. Everything wrong is told to the build's faults; what comes back after a fault
     * is never run.
     *
     * @param reader the element; the caller ends the reading ({@link AttributeReader#done()})
     */
    Policy compile(AttributeReader reader, PolicyBuild build);
}
