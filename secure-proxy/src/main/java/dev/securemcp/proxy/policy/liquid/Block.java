package dev.securemcp.proxy.policy.liquid;

import java.util.List;

/** Parts one behind the other. */
record Block(List<Node> nodes) {

    static final Block EMPTY = new Block(List.of());

    Block {
        nodes = List.copyOf(nodes);
    }

    Node.Flow render(Rendering rendering) {
        for (Node node : nodes) {
            Node.Flow flow;
            try {
                rendering.step();
                flow = node.render(rendering);
            } catch (RuntimeException e) {
                throw rendering.fail(e, node.at());
            }
            if (flow != Node.Flow.ON) {
                return flow;
            }
        }
        return Node.Flow.ON;
    }
}
