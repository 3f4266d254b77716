/**
 * How much a caller may have: what is counted, and until when. The windows are pure; tables hold them in bounded memory; what
 * policies are given answers in futures, so that counters may also be kept elsewhere.
 */
package dev.securemcp.proxy.limits;
