package dev.securemcp.proxy.expression.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A JSON array. */
public final class JArray extends JToken {

    private final List<JToken> elements = new ArrayList<>();

    public JToken get(int index) {
        return elements.get(index);
    }

    public void add(JToken token) {
        insert(elements.size(), token);
    }

    public void insert(int index, JToken token) {
        JToken adopted = adopt(token, this);
        elements.add(index, adopted);
        adopted.attach(this);
    }

    public void set(int index, JToken token) {
        JToken adopted = adopt(token, this);
        elements.set(index, adopted).attach(null);
        adopted.attach(this);
    }

    public void removeAt(int index) {
        elements.remove(index).attach(null);
    }

    public boolean removeToken(JToken token) {
        int index = indexOfToken(token);
        if (index >= 0) {
            removeAt(index);
        }
        return index >= 0;
    }

    public void clear() {
        elements.forEach(element -> element.attach(null));
        elements.clear();
    }

    /** By identity: where this very token stands, or -1. */
    public int indexOfToken(JToken token) {
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) == token) {
                return i;
            }
        }
        return -1;
    }

    public int size() {
        return elements.size();
    }

    @Override
    public String type() {
        return "Array";
    }

    @Override
    public JToken deepClone() {
        JArray copy = new JArray();
        elements.forEach(element -> copy.add(element.deepClone()));
        return copy;
    }

    @Override
    public List<JToken> children() {
        return Collections.unmodifiableList(elements);
    }
}
