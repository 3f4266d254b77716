package dev.securemcp.proxy.expression.value;

/** An attribute of an element. */
public final class XAttribute {

    private final XNode.Name name;
    private String value;

    public XAttribute(XNode.Name name, String value) {
        this.name = name;
        this.value = value;
    }

    public XNode.Name name() {
        return name;
    }

    public String value() {
        return value;
    }

    public void set(String newValue) {
        this.value = newValue;
    }

    @Override
    public String toString() {
        return name.local() + "=\"" + XmlText.escaped(value, true) + "\"";
    }
}
