package dev.securemcp.proxy.mcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Bytes of any kind: the scanner neither fails nor disagrees with a tree of the same bytes. */
class EnvelopeScannerFuzzTest {

    /** A regression test over the kept inputs in a build; {@code JAZZER_FUZZ=1} makes it search. */
    @FuzzTest(maxDuration = "60s")
    void agreesWithATree(byte[] body) {
        EnvelopeOracle.check(body);
    }
}
