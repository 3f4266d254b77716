/** What evaluation works with: its bounds, values in common use, conversions, comparison and text. */
package dev.securemcp.proxy.expression.run;
