package dev.securemcp.proxy.expression.value;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON object: properties in the order they came. */
public final class JObject extends JToken {

    private final Map<String, JProperty> properties = new LinkedHashMap<>();

    /** The value, or null where there is no such property. */
    public JToken get(String name) {
        JProperty property = properties.get(name);
        return property == null ? null : property.value();
    }

    /** The value of the property of that name, or of the first whose name differs in case only. */
    public JToken getIgnoringCase(String name) {
        JToken exact = get(name);
        if (exact != null) {
            return exact;
        }
        for (JProperty property : properties.values()) {
            if (property.name().equalsIgnoreCase(name)) {
                return property.value();
            }
        }
        return null;
    }

    public JProperty property(String name) {
        return properties.get(name);
    }

    /** Adds a property, or gives the one that is there another value. */
    public void set(String name, JToken value) {
        JProperty present = properties.get(name);
        if (present != null) {
            present.set(value);
        } else {
            put(new JProperty(name, value));
        }
    }

    /** Adds a property; false where there is one of that name already. */
    public boolean add(JProperty property) {
        if (properties.containsKey(property.name())) {
            return false;
        }
        put(property);
        return true;
    }

    private void put(JProperty added) {
        JProperty property = (JProperty) adopt(added, this);
        properties.put(property.name(), property);
        property.attach(this);
    }

    public boolean remove(String name) {
        JProperty removed = properties.remove(name);
        if (removed != null) {
            removed.attach(null);
        }
        return removed != null;
    }

    public void clear() {
        properties.values().forEach(property -> property.attach(null));
        properties.clear();
    }

    public boolean containsKey(String name) {
        return properties.containsKey(name);
    }

    public int size() {
        return properties.size();
    }

    public Collection<JProperty> properties() {
        return Collections.unmodifiableCollection(properties.values());
    }

    @Override
    public String type() {
        return "Object";
    }

    @Override
    public JToken deepClone() {
        JObject copy = new JObject();
        properties.values().forEach(property -> copy.put((JProperty) property.deepClone()));
        return copy;
    }

    @Override
    public Collection<JProperty> children() {
        return properties();
    }
}
