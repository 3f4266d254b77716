/**
 * Policy documents as a tree: their readers (XML as people publish it, and YAML), named values, fragments, scopes, the
 * effective policy, and the rules of which element may stand where. What an element does is not known here.
 */
package dev.securemcp.proxy.policy.document;
