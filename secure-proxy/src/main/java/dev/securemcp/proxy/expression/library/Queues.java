package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.type.Members;
import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;

/** {@code Queue<T>} and {@code Stack<T>}. */
final class Queues {

    private Queues() {}

    /** A deque that takes null is not in Java: queues of policies hold none. The last pushed comes first. */
    static final class Stack extends AbstractCollection<Object> {
        private final Deque<Object> elements = new ArrayDeque<>();

        @Override
        public Iterator<Object> iterator() {
            return elements.iterator();
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    static void queue(Members<Collection<Object>> m) {
        m.constructor("()", e -> new ArrayDeque<>());
        m.property("int Count", (e, q) -> q.size());
        m.method("void Enqueue(T item)", (e, q, v) -> {
            e.size(q.size() + 1L);
            return q.add(v);
        });
        m.method("T Dequeue()", (e, q) -> some(((Deque<?>) q).pollFirst()));
        m.method("T Peek()", (e, q) -> some(((Deque<?>) q).peekFirst()));
        m.method("void Clear()", (e, q) -> {
            q.clear();
            return null;
        });
    }

    static void stack(Members<Stack> m) {
        m.constructor("()", e -> new Stack());
        m.property("int Count", (e, s) -> s.size());
        m.method("void Push(T item)", (e, s, v) -> {
            e.size(s.size() + 1L);
            s.elements.push(v);
            return null;
        });
        m.method("T Pop()", (e, s) -> some(s.elements.pollFirst()));
        m.method("T Peek()", (e, s) -> some(s.elements.peekFirst()));
    }

    private static Object some(Object element) {
        if (element == null) {
            throw Fail.operation("the collection is empty");
        }
        return element;
    }
}
