package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.EnumValue;
import dev.securemcp.proxy.expression.value.UriValue;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** {@code Uri}, {@code WebUtility}, {@code IPAddress}, {@code Path}. */
final class WebTypes {

    private WebTypes() {}

    static void define(TypeTable table) {
        table.<UriValue>reference("Uri", UriValue.class, NONE, WebTypes::uri);
        table.<Object>reference("WebUtility", null, NONE, m -> {
            m.staticMethod(
                    "string UrlEncode(string value)",
                    (e, v) -> v == null ? null : e.text(UrlText.encode(str(v), true)));
            m.staticMethod(
                    "string UrlDecode(string value)",
                    (e, v) -> v == null ? null : e.text(UrlText.decode(str(v), true)));
            m.staticMethod(
                    "string HtmlEncode(string value)", (e, v) -> v == null ? null : e.text(HtmlText.encode(str(v))));
            m.staticMethod(
                    "string HtmlDecode(string value)", (e, v) -> v == null ? null : e.text(HtmlText.decode(str(v))));
        });
        table.alias("HttpUtility", "WebUtility");
        table.<InetAddress>reference("IPAddress", InetAddress.class, NONE, m -> {
            m.staticMethod("IPAddress Parse(string ipString)", (e, s) -> {
                InetAddress parsed = address(str(s));
                if (parsed == null) {
                    throw Fail.format("the text is not an IP address");
                }
                return parsed;
            });
            m.staticMethod("bool TryParse(string ipString, out IPAddress address)", (e, s, out) -> ((Ref) out)
                    .found(address(str(s))));
            m.staticMethod("bool IsLoopback(IPAddress address)", (e, a) -> ((InetAddress) a).isLoopbackAddress());
            m.method("byte[] GetAddressBytes()", (e, a) -> a.getAddress());
            m.method("string ToString()", (e, a) -> NetUtil.toAddressString(a));
        });
        table.<Object>reference("Path", null, NONE, m -> {
            m.staticMethod("string GetFileName(string path)", (e, p) -> str(p).substring(
                            Math.max(str(p).lastIndexOf('/'), str(p).lastIndexOf('\\')) + 1));
            m.staticMethod("string GetExtension(string path)", (e, p) -> {
                String name = str(p).substring(Math.max(str(p).lastIndexOf('/'), str(p).lastIndexOf('\\')) + 1);
                int dot = name.lastIndexOf('.');
                return dot < 0 || dot == name.length() - 1 ? "" : name.substring(dot);
            });
        });
    }

    /** Literal addresses only: names are never looked up. */
    private static InetAddress address(String text) {
        try {
            return text == null ? null : InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException x) {
            return null;
        }
    }

    private static void uri(Members<UriValue> m) {
        m.constructor("(string uriString)", (e, s) -> parse(str(s), true));
        m.constructor("(string uriString, UriKind kind)", (e, s, k) -> parse(str(s), ((EnumValue) k).number() == 1));
        m.constructor("(Uri baseUri, string relative)", (e, b, r) -> resolve((UriValue) b, str(r)));
        m.constructor("(Uri baseUri, Uri relative)", (e, b, r) -> resolve((UriValue) b, ((UriValue) r).original()));
        m.property("string Scheme", (e, u) -> absolute(u).parsed().getScheme().toLowerCase(java.util.Locale.ROOT));
        m.property("string Host", (e, u) -> absolute(u).host());
        m.property("string DnsSafeHost", (e, u) -> absolute(u).host());
        m.property("int Port", (e, u) -> absolute(u).port());
        m.property(
                "string Authority",
                (e, u) -> absolute(u).host() + (u.port() == u.standardPort() || u.port() < 0 ? "" : ":" + u.port()));
        m.property("string AbsolutePath", (e, u) -> absolute(u).path());
        m.property("string LocalPath", (e, u) -> UrlText.decode(absolute(u).path(), false));
        m.property("string AbsoluteUri", (e, u) -> absolute(u).absolute());
        m.property("string PathAndQuery", (e, u) -> absolute(u).path() + query(u));
        m.property("string Query", (e, u) -> query(absolute(u)));
        m.property(
                "string Fragment",
                (e, u) -> absolute(u).parsed().getRawFragment() == null
                        ? ""
                        : "#" + u.parsed().getRawFragment());
        m.property(
                "string UserInfo",
                (e, u) -> absolute(u).parsed().getRawUserInfo() == null
                        ? ""
                        : u.parsed().getRawUserInfo());
        m.property("string OriginalString", (e, u) -> u.original());
        m.property("string[] Segments", (e, u) -> segments(absolute(u).path()));
        m.property("bool IsAbsoluteUri", (e, u) -> u.parsed().isAbsolute());
        m.property("bool IsDefaultPort", (e, u) -> absolute(u).port() == u.standardPort());
        m.property(
                "bool IsLoopback",
                (e, u) -> absolute(u).host().equals("localhost")
                        || u.host().startsWith("127.")
                        || u.host().equals("[::1]"));
        m.method("string ToString()", (e, u) -> u.parsed().isAbsolute() ? u.absolute() : u.original());
        m.method("string GetLeftPart(UriPartial part)", (e, u, part) -> {
            String authority = absolute(u).parsed().getScheme() + "://" + u.host()
                    + (u.port() == u.standardPort() ? "" : ":" + u.port());
            return switch (((EnumValue) part).number()) {
                case 0 -> u.parsed().getScheme() + "://";
                case 1 -> authority;
                case 2 -> authority + u.path();
                default -> authority + u.path() + query(u);
            };
        });
        m.staticMethod("string EscapeDataString(string value)", (e, v) -> e.text(UrlText.encode(str(v), false)));
        m.staticMethod("string UnescapeDataString(string value)", (e, v) -> e.text(UrlText.decode(str(v), false)));
        m.staticMethod("string EscapeUriString(string value)", (e, v) -> e.text(UrlText.encodeUri(str(v))));
        m.staticMethod("bool TryCreate(string uriString, UriKind kind, out Uri result)", (e, s, k, out) -> {
            try {
                UriValue made = parse(str(s), ((EnumValue) k).number() == 1);
                return ((Ref) out)
                        .found(((EnumValue) k).number() == 2 && made.parsed().isAbsolute() ? null : made);
            } catch (RuntimeException x) {
                return ((Ref) out).found(null);
            }
        });
        m.staticMethod("bool IsWellFormedUriString(string uriString, UriKind kind)", (e, s, k) -> {
            try {
                URI parsed = new URI(str(s));
                return ((EnumValue) k).number() == 0 || parsed.isAbsolute() == (((EnumValue) k).number() == 1);
            } catch (URISyntaxException | NullPointerException x) {
                return false;
            }
        });
        m.constant("string UriSchemeHttp", "http");
        m.constant("string UriSchemeHttps", "https");
    }

    private static String query(UriValue uri) {
        return uri.parsed().getRawQuery() == null ? "" : "?" + uri.parsed().getRawQuery();
    }

    private static UriValue absolute(UriValue uri) {
        if (!uri.parsed().isAbsolute()) {
            throw Fail.operation("this is not supported for a relative address");
        }
        return uri;
    }

    static UriValue parse(String text, boolean absolute) {
        if (text == null) {
            throw Fail.of("ArgumentNullException", "the address is null");
        }
        try {
            URI parsed = new URI(UrlText.encodeUri(text.strip()));
            if (absolute
                    && (!parsed.isAbsolute()
                            || (!parsed.isOpaque()
                                    && parsed.getRawAuthority() == null
                                    && !"file".equals(parsed.getScheme())))) {
                throw new URISyntaxException(text, "no scheme and host");
            }
            if (parsed.getHost() != null && parsed.getHost().length() > 255) {
                throw new URISyntaxException(text, "the host is too long");
            }
            return new UriValue(text, parsed);
        } catch (URISyntaxException x) {
            throw Fail.of("UriFormatException", "the text is not an " + (absolute ? "absolute " : "") + "address");
        }
    }

    private static UriValue resolve(UriValue base, String relative) {
        URI made =
                absolute(base).parsed().resolve(parse(relative, false).parsed()).normalize();
        return new UriValue(made.toString(), made);
    }

    private static Object[] segments(String path) {
        List<Object> segments = new ArrayList<>();
        int at = 0;
        while (at < path.length()) {
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash + 1;
            segments.add(path.substring(at, end));
            at = end;
        }
        return segments.toArray();
    }
}
