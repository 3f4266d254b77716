package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.BodyFacts;
import dev.securemcp.proxy.expression.HeaderFacts;
import dev.securemcp.proxy.expression.RequestFacts;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.expression.ResponseFacts;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.run.Sequences;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.type.TypeTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code IRequest}, {@code IResponse}, their headers, bodies and URLs. */
final class MessageTypes {

    private MessageTypes() {}

    static void define(TypeTable table) {
        table.<RequestFacts>reference("IRequest", RequestFacts.class, NONE, m -> {
            m.property("IHeaders Headers", (e, r) -> r.headers());
            m.property("IMessageBody Body", (e, r) -> r.body());
            m.property("string Method", (e, r) -> r.method());
            m.property("IUrl Url", (e, r) -> r.url());
            m.property("IUrl OriginalUrl", (e, r) -> r.originalUrl());
            m.property("string IpAddress", (e, r) -> r.ipAddress());
            m.property(
                    "IReadOnlyDictionary<string, string> MatchedParameters",
                    (e, r) -> Collections.unmodifiableMap(r.matchedParameters()));
            m.property("X509Certificate2 Certificate", (e, r) -> r.certificate());
            m.property("IPrivateEndpointConnection PrivateEndpointConnection", (e, r) -> null);
        });
        table.<Object>reference("IPrivateEndpointConnection", null, NONE, m -> {
            m.property("string Name", (e, c) -> null);
            m.property("string GroupId", (e, c) -> null);
            m.property("string MemberName", (e, c) -> null);
        });
        table.<ResponseFacts>reference("IResponse", ResponseFacts.class, NONE, m -> {
            m.property("int StatusCode", (e, r) -> r.statusCode());
            m.property("string StatusReason", (e, r) -> r.statusReason());
            m.property("IHeaders Headers", (e, r) -> r.headers());
            m.property("IMessageBody Body", (e, r) -> r.body());
        });
        table.<HeaderFacts>reference(
                "IHeaders",
                HeaderFacts.class,
                List.of("ICollection<KeyValuePair<string, string[]>>"),
                MessageTypes::headers);
        table.<BodyFacts>reference("IMessageBody", BodyFacts.class, NONE, MessageTypes::body);
        table.<RequestUrl>reference("IUrl", RequestUrl.class, NONE, MessageTypes::url);
        table.<Query>reference(
                "IQuery", Query.class, List.of("ICollection<KeyValuePair<string, string[]>>"), MessageTypes::query);
    }

    private static void headers(Members<HeaderFacts> m) {
        m.method("string GetValueOrDefault(string headerName)", (e, h, name) -> h.joined(str(name)));
        m.method("string GetValueOrDefault(string headerName, string defaultValue)", (e, h, name, fallback) -> {
            String value = h.joined(str(name));
            return value == null ? fallback : value;
        });
        m.indexer("string[] this[string headerName]", (e, h, name) -> {
            List<String> values = h.values(str(name));
            if (values.isEmpty()) {
                throw Fail.missingKey(name);
            }
            return values.toArray(String[]::new);
        });
        m.method("bool ContainsKey(string headerName)", (e, h, name) -> h.joined(str(name)) != null);
        m.method("bool TryGetValue(string headerName, out string[] values)", (e, h, name, out) -> {
            List<String> values = h.values(str(name));
            return ((Ref) out).found(values.isEmpty() ? null : values.toArray(String[]::new));
        });
        m.property("int Count", (e, h) -> names(h).size());
        m.property("IEnumerable<string> Keys", (e, h) -> names(h));
        m.property("IEnumerable<string[]> Values", (e, h) -> {
            List<Object> all = new ArrayList<>();
            h.names().forEach(name -> all.add(h.values(name).toArray(String[]::new)));
            return all;
        });
    }

    private static List<Object> names(HeaderFacts headers) {
        List<Object> names = new ArrayList<>();
        headers.names().forEach(names::add);
        return names;
    }

    private static void body(Members<BodyFacts> m) {
        m.generic("T As<T>(bool preserveContent = false)", (e, b, type, preserve) -> Bodies.as(e, b, (Type) type));
        m.method(
                "Dictionary<string, List<string>> AsFormUrlEncodedContent(bool preserveContent = false)",
                (e, b, preserve) -> Bodies.form(e, b));
    }

    private static void url(Members<RequestUrl> m) {
        m.property("string Scheme", (e, u) -> u.scheme());
        m.property("string Host", (e, u) -> u.host());
        m.property("int Port", (e, u) -> u.port());
        m.property("string Path", (e, u) -> u.path());
        m.property("string QueryString", (e, u) -> u.queryString());
        m.property("IQuery Query", (e, u) -> new Query(u.query()));
        m.method("string ToString()", (e, u) -> u.toString());
    }

    /** The parameters of a query: {@code IReadOnlyDictionary<string, string[]>} with values joined on request. */
    record Query(Map<String, List<String>> values) implements Sequences.PairSource {

        String joined(Object name) {
            List<String> found = values.get((String) name);
            return found == null ? null : found.size() == 1 ? found.getFirst() : String.join(",", found);
        }

        @Override
        public Map<Object, Object> pairs() {
            Map<Object, Object> all = new LinkedHashMap<>();
            values.forEach((name, each) -> all.put(name, each.toArray(String[]::new)));
            return all;
        }
    }

    private static void query(Members<Query> m) {
        m.method("string GetValueOrDefault(string name)", (e, q, name) -> q.joined(name));
        m.method(
                "string GetValueOrDefault(string name, string defaultValue)",
                (e, q, name, fallback) -> q.values().containsKey(str(name)) ? q.joined(name) : fallback);
        m.indexer("string[] this[string name]", (e, q, name) -> {
            List<String> found = q.values().get(str(name));
            if (found == null) {
                throw Fail.missingKey(name);
            }
            return found.toArray(String[]::new);
        });
        m.method("bool ContainsKey(string name)", (e, q, name) -> q.values().containsKey(str(name)));
        m.method("bool TryGetValue(string name, out string[] values)", (e, q, name, out) -> {
            List<String> found = q.values().get(str(name));
            return ((Ref) out).found(found == null ? null : found.toArray(String[]::new));
        });
        m.property("int Count", (e, q) -> q.values().size());
        m.property(
                "IEnumerable<string> Keys",
                (e, q) -> new ArrayList<Object>(q.values().keySet()));
        m.property(
                "IEnumerable<string[]> Values",
                (e, q) -> new ArrayList<>(q.pairs().values()));
    }
}
