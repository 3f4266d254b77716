/** Benchmarks: {@code src/bench/bench} runs them; figures with the way they were measured are in the manual. */
package dev.securemcp.bench;
