/** How much a caller may have: what is counted, and until when. */
package dev.securemcp.proxy.limits;
