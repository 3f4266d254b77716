package dev.securemcp.proxy.expression;

import dev.securemcp.proxy.expression.library.Library;
import dev.securemcp.proxy.expression.type.Member;
import dev.securemcp.proxy.expression.type.TypeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the manual's list of types and members from the table that the compiler has. */
final class TypePages {

    /** The types by what they are for, in the order of the manual; those of {@code context} have tables of their own there. */
    static final Map<String, List<String>> GROUPS = new java.util.LinkedHashMap<>();

    static {
        group("Text", "string", "char", "StringBuilder", "StringComparer", "CultureInfo", "Encoding");
        group("Regular expressions", "Regex", "Match", "Group", "Capture");
        group("", "MatchCollection", "GroupCollection", "CaptureCollection");
        group("Numbers and truth", "bool", "int", "long", "byte", "sbyte", "short", "ushort", "uint", "ulong");
        group("", "double", "float", "decimal", "Math", "Random", "Convert", "BitConverter");
        group("Dates and times", "DateTime", "DateTimeOffset", "TimeSpan", "TimeZoneInfo");
        group("Collections", "[]", "Array", "IEnumerable", "Enumerable", "ICollection", "IList", "List");
        group(
                "",
                "IReadOnlyDictionary",
                "Dictionary",
                "KeyValuePair",
                "HashSet",
                "Queue",
                "Stack",
                "IGrouping",
                "IEqualityComparer");
        group("JSON", "JToken", "JObject", "JArray", "JProperty", "JValue", "JContainer");
        group("", "JsonConvert", "JsonSerializerSettings");
        group("XML", "XDocument", "XElement", "XContainer", "XNode", "XAttribute", "XText", "XCData", "XComment");
        group("", "XName", "XNamespace");
        group("The web", "Uri", "WebUtility", "IPAddress", "Path");
        group("Tokens and credentials", "Jwt", "BasicAuthCredentials");
        group("Hashes", "HashAlgorithm", "MD5", "SHA1", "SHA256", "SHA384", "SHA512");
        group("", "MD5Managed", "SHA1Managed", "SHA256Managed", "SHA384Managed", "SHA512Managed");
        group("", "MD5Cng", "SHA1Cng", "SHA256Cng", "SHA384Cng", "SHA512Cng");
        group("", "MD5CryptoServiceProvider", "SHA1CryptoServiceProvider", "SHA256CryptoServiceProvider");
        group("", "SHA384CryptoServiceProvider", "SHA512CryptoServiceProvider");
        group("", "HMAC", "HMACMD5", "HMACSHA1", "HMACSHA256", "HMACSHA384", "HMACSHA512");
        group("", "CryptographicOperations");
        group("Ciphers", "SymmetricAlgorithm", "Aes", "TripleDES", "AesManaged", "AesCryptoServiceProvider");
        group("", "RijndaelManaged", "ICryptoTransform");
        group("Certificates and signatures", "X509Certificate2", "RSA", "RSASignaturePadding", "HashAlgorithmName");
        group("Everything else", "object", "Type", "Guid", "Environment", "Buffer", "AnonymousObject");
        group("", "IComparable", "IFormattable", "IDisposable");
    }

    private TypePages() {}

    /** An empty title goes on with the group before. */
    private static void group(String title, String... types) {
        String name = title.isEmpty() ? List.copyOf(GROUPS.keySet()).getLast() : title;
        GROUPS.computeIfAbsent(name, n -> new ArrayList<>()).addAll(List.of(types));
    }

    static String write() {
        StringBuilder text = new StringBuilder("\n");
        GROUPS.forEach((title, types) -> {
            text.append("### ").append(title).append("\n\n");
            alike(types).forEach(same -> type(same, text));
        });
        return text.append("### Exceptions\n\n")
                .append(exceptions())
                .append("### Enumerations\n\n")
                .append(enumerations())
                .toString();
    }

    static boolean isException(String type) {
        return type.equals("Exception") || definition(type).bases().stream().anyMatch(base -> base.is("Exception"));
    }

    static boolean isEnumeration(String type) {
        TypeDefinition definition = definition(type);
        return definition.isValue() && definition.names().contains("HasFlag");
    }

    private static TypeDefinition definition(String type) {
        return Library.TABLE.definition(type);
    }

    /** Types that differ in nothing but their names are described once. */
    private static List<List<String>> alike(List<String> types) {
        List<List<String>> all = new ArrayList<>();
        for (String type : types) {
            all.stream()
                    .filter(same -> anonymous(same.getFirst()).equals(anonymous(type)))
                    .findFirst()
                    .ifPresentOrElse(same -> same.add(type), () -> all.add(new ArrayList<>(List.of(type))));
        }
        return all;
    }

    private static String anonymous(String type) {
        return (String.join("\n", signatures(type)) + head(type)).replaceAll("\\b\\Q" + type + "\\E\\b", "~");
    }

    private static void type(List<String> same, StringBuilder text) {
        text.append("#### ")
                .append(same.stream().map(type -> "`" + full(type) + "`").collect(Collectors.joining(", ")))
                .append("\n\n");
        List<String> notes = new ArrayList<>();
        List<String> aliases =
                same.stream().flatMap(type -> aliases(type).stream()).toList();
        if (!aliases.isEmpty()) {
            notes.add("Also written " + list(aliases) + ".");
        }
        String head = head(same.getFirst());
        if (!head.isEmpty()) {
            notes.add("Has the members of " + head + " too.");
        }
        if (same.size() > 1) {
            notes.add("Where `" + same.getFirst() + "` stands, each has its own name.");
        }
        List<String> signatures = signatures(same.getFirst());
        if (signatures.isEmpty() && notes.isEmpty()) {
            notes.add("No members of its own.");
        }
        if (!notes.isEmpty()) {
            text.append(String.join(" ", notes)).append("\n\n");
        }
        if (!signatures.isEmpty()) {
            text.append("```text\n").append(String.join("\n", signatures)).append("\n```\n\n");
        }
    }

    /** What it derives from, but for interfaces that have no members. */
    private static String head(String type) {
        return definition(type).bases().stream()
                .filter(base -> !Library.TABLE.memberNames(base).isEmpty())
                .map(base -> "`" + base + "`")
                .collect(Collectors.joining(", "));
    }

    private static String full(String type) {
        List<String> parameters = definition(type).parameters();
        return type.equals("[]")
                ? "T[]"
                : parameters.isEmpty() ? type : type + "<" + String.join(", ", parameters) + ">";
    }

    private static List<String> aliases(String type) {
        return Library.TABLE.aliases().entrySet().stream()
                .filter(alias -> alias.getValue().equals(type))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String list(List<String> words) {
        return "`" + String.join("`, `", words) + "`";
    }

    /** The members as C# declares them: those of objects, static ones, constructors. */
    static List<String> signatures(String type) {
        TypeDefinition definition = definition(type);
        List<Member> members = definition.names().stream()
                .flatMap(name -> definition.members(name).stream())
                .toList();
        List<String> lines = new ArrayList<>();
        members.stream()
                .filter(member -> member.kind() == Member.Kind.CONSTRUCTOR)
                .forEach(member -> lines.add(signature(member, definition.name())));
        members.stream().filter(member -> !member.isStatic()).forEach(member -> lines.add(signature(member, "")));
        members.stream()
                .filter(member -> member.isStatic() && member.kind() != Member.Kind.CONSTRUCTOR)
                .forEach(member -> lines.add("static " + signature(member, "")));
        return lines;
    }

    private static String signature(Member member, String owner) {
        String result = member.result().toString().replaceAll("Func<(.*), void>", "Action<$1>");
        String parameters =
                member.parameters().stream().map(TypePages::parameter).collect(Collectors.joining(", "));
        return switch (member.kind()) {
            case CONSTRUCTOR -> "new " + owner + "(" + parameters + ")";
            case INDEXER -> result + " this[" + parameters + "]" + set(member);
            case PROPERTY -> result + " " + member.name() + set(member);
            case METHOD -> result + " " + member.name() + typeParameters(member) + "(" + parameters + ")";
        };
    }

    private static String set(Member member) {
        return member.setter() == null ? "" : " { get; set; }";
    }

    private static String typeParameters(Member member) {
        return member.typeParameters().isEmpty() ? "" : "<" + String.join(", ", member.typeParameters()) + ">";
    }

    private static String parameter(Member.Parameter parameter) {
        return (parameter.rest() ? "params " : parameter.out() ? "out " : "")
                + parameter.type().toString().replaceAll("Func<(.*), void>", "Action<$1>")
                + " "
                + parameter.name()
                + (parameter.optional() ? " = " + parameter.fallback() : "");
    }

    private static String exceptions() {
        StringBuilder text = new StringBuilder("#### `Exception`\n\n```text\n");
        text.append(String.join("\n", signatures("Exception")))
                .append("\n```\n\nThese have its members and constructors too: ");
        List<String> others = Library.TABLE.typeNames().stream()
                .filter(TypePages::isException)
                .filter(type -> !type.equals("Exception"))
                .toList();
        return text.append(list(others)).append(".\n\n").toString();
    }

    private static String enumerations() {
        StringBuilder text = new StringBuilder("| enumeration | members |\n|---|---|\n");
        Library.TABLE.typeNames().stream().filter(TypePages::isEnumeration).forEach(type -> {
            List<String> members = definition(type).names().stream()
                    .filter(name -> definition(type).members(name).getFirst().isStatic())
                    .toList();
            text.append("| `%s` | %s |\n".formatted(type, list(members)));
        });
        return text.append("\nEach also has `bool HasFlag(…)` and `string ToString()`.\n\n")
                .toString();
    }
}
