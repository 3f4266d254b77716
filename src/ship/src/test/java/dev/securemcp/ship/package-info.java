/** Tests that hold images, manifests, workflows and their like to what the programs really are. */
package dev.securemcp.ship;
