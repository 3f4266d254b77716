package dev.securemcp.proxy.expression.value;

import java.util.List;

/** A name and its value in an object. */
public final class JProperty extends JToken {

    private final String name;
    private JToken value;

    public JProperty(String name, JToken value) {
        this.name = name;
        set(value);
    }

    public String name() {
        return name;
    }

    public JToken value() {
        return value;
    }

    /** Puts another value in the place of the present one. */
    public void set(JToken newValue) {
        JToken adopted = adopt(newValue, this);
        if (value != null) {
            value.attach(null);
        }
        value = adopted;
        adopted.attach(this);
    }

    @Override
    public String type() {
        return "Property";
    }

    @Override
    public JToken deepClone() {
        return new JProperty(name, value.deepClone());
    }

    @Override
    public List<JToken> children() {
        return List.of(value);
    }
}
