package dev.securemcp.proxy.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.config.Published;
import dev.securemcp.proxy.expression.library.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manual's page on expressions says is so: every example, every type, every member of the context, every limit. */
class ExpressionsManualTest {

    private static final Path PAGE = Path.of("../src/docs/expressions.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `((?:[^`|]|\\\\\\|)+)` \\| (.*)\\|$");
    private static final Pattern BLOCK =
            Pattern.compile("(?s)```csharp\\n(.*?)```\\n\\nThis (gives|fails[^`]*) `(.*?)`");
    private static final Pattern CONTEXT = Pattern.compile("(?m)^### `[A-Za-z.]+`(?:, `[A-Za-z.]+`)*: `([A-Za-z]+)`$");

    /** An example: what it gives as text, or how it fails. */
    record Example(String source, String kind, String expected) {
        @Override
        public String toString() {
            return source + " " + kind + " " + expected;
        }
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (String table : tables("| expression | gives |")) {
            ROW.matcher(table)
                    .results()
                    .forEach(row ->
                            examples.add(cell(plain(row.group(1)), row.group(2).strip())));
        }
        BLOCK.matcher(page())
                .results()
                .forEach(block -> examples.add(new Example(block.group(1), block.group(2), block.group(3))));
        return examples.stream();
    }

    private static Example cell(String source, String cell) {
        if (cell.equals("nothing")) {
            return new Example(source, "gives", "");
        }
        int code = cell.indexOf('`');
        return new Example(
                source,
                code == 0 ? "gives" : cell.substring(0, code).strip(),
                plain(cell.substring(code + 1, cell.lastIndexOf('`'))));
    }

    private static String plain(String cell) {
        return cell.replace("\\|", "|");
    }

    /** The tables of the page that begin with a row. */
    private static List<String> tables(String head) {
        List<String> tables = new ArrayList<>();
        String page = page();
        for (int at = page.indexOf(head); at >= 0; at = page.indexOf(head, at + 1)) {
            tables.add(page.substring(at, page.indexOf("\n\n", at) + 1));
        }
        return tables;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_gives_what_the_page_says(Example example) {
        switch (example.kind()) {
            case "gives" ->
                assertThat(Expression.asString(Expressions.evaluate(example.source(), Fixtures.context())))
                        .isEqualTo(example.expected());
            case "fails with" ->
                assertThatThrownBy(() -> Expressions.evaluate(example.source(), Fixtures.context()))
                        .isInstanceOfSatisfying(ExpressionException.class, e -> assertThat(e.kind())
                                .isEqualTo(example.expected()));
            case "fails the load:" ->
                assertThat(Expressions.faults(example.source()).toString()).contains(example.expected());
            default -> throw new AssertionError("an example must give or fail: " + example);
        }
    }

    @Test
    void there_are_examples_of_every_kind() {
        assertThat(examples()).hasSizeGreaterThan(75);
        assertThat(examples().map(Example::kind)).contains("gives", "fails with", "fails the load:");
        assertThat(page().split("```csharp", -1).length - 1)
                .as("every block says what it gives")
                .isEqualTo((int) BLOCK.matcher(page()).results().count());
    }

    @Test
    void its_types_and_members_are_the_compilers() throws IOException {
        Published.mustBe(PAGE, "<!-- types: begin -->\n", TypePages.write(), "<!-- types: end -->\n");
    }

    @Test
    void every_type_stands_on_the_page_once() {
        List<String> listed = new ArrayList<>(contextTypes().keySet());
        TypePages.GROUPS.values().forEach(listed::addAll);
        Library.TABLE.typeNames().stream()
                .filter(type -> TypePages.isException(type) || TypePages.isEnumeration(type))
                .forEach(listed::add);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(Library.TABLE.typeNames());
    }

    @Test
    void the_members_of_the_context_are_the_compilers() {
        contextTypes()
                .forEach((type, members) ->
                        assertThat(members).as(type).containsExactlyInAnyOrderElementsOf(TypePages.signatures(type)));
    }

    /** The members that the page lists for the types that {@code context} leads to. */
    private static Map<String, Set<String>> contextTypes() {
        Map<String, Set<String>> types = new LinkedHashMap<>();
        String page = page();
        CONTEXT.matcher(page).results().forEach(heading -> {
            int end = page.indexOf("\n##", heading.end());
            Set<String> members = new LinkedHashSet<>();
            ROW.matcher(page.substring(heading.end(), end)).results().forEach(row -> members.add(row.group(1)));
            types.put(heading.group(1), members);
        });
        return types;
    }

    @Test
    void its_limits_are_those_that_hold() throws IOException {
        ExpressionLimits limits = ExpressionLimits.DEFAULT;
        Published.mustBe(
                PAGE,
                "<!-- limits: begin -->\n",
                """

                | what | limit |
                |---|---|
                | steps: calls, turns of loops, elements visited; work on long texts counts by their length | %,d |
                | nesting of calls of local functions and lambdas, weighed by their size | %,d |
                | characters of one string, bytes of one array | %,d |
                | characters and bytes made by one evaluation in sum | %,d |
                | elements of one list, array, dictionary or object | %,d |
                | characters that regular expressions look at | %,d |

                """
                        .formatted(
                                limits.steps(),
                                limits.depth(),
                                limits.stringLength(),
                                limits.totalLength(),
                                limits.collectionSize(),
                                limits.regexSteps()),
                "<!-- limits: end -->\n");
    }

    @Test
    void source_that_is_nested_too_deep_is_refused_as_it_says() {
        assertThat(page()).contains("200 deep", "500 deep", "16 deep");
        assertThat(Expressions.faults("(".repeat(201) + "1" + ")".repeat(201)).toString())
                .contains("nested more than 200 deep");
        assertThat(Expressions.faults("1" + " + 1".repeat(501)).toString()).contains("chained more than 500 deep");
        assertThat(Expressions.faults("$\"{".repeat(18) + "1" + "}\"".repeat(18))
                        .toString())
                .contains("nested more than 16 deep");
    }

    @Test
    void the_types_of_API_Management_that_are_missing_are_those_it_lists() {
        Set<String> missing = new TreeSet<>();
        for (String type : API_MANAGEMENT.strip().split("\\s+")) {
            if (Library.TABLE.type(type, List.of()) == null) {
                missing.add(type);
            }
        }
        String page = page();
        int at = page.indexOf("Types of that list that are missing here:");
        Set<String> listed = new TreeSet<>();
        Pattern.compile("`([A-Za-z0-9.]+)`")
                .matcher(page.substring(at, page.indexOf("\n\n", at)))
                .results()
                .forEach(name -> listed.add(name.group(1)));

        assertThat(listed).isEqualTo(missing);
    }

    /** The types of the table in API Management's page on policy expressions, without their namespaces. */
    private static final String API_MANAGEMENT =
            """
            Formatting JsonConvert JArray JConstructor JContainer JObject JProperty JRaw JToken JTokenType JValue
            Array BitConverter Boolean Byte Char Dictionary HashSet ICollection IDictionary IEnumerable IEnumerator IList
            IReadOnlyCollection IReadOnlyDictionary ISet KeyValuePair List Queue Stack Convert DateTime DateTimeKind
            DateTimeOffset Decimal Double Exception Guid Int16 Int32 Int64 StringReader StringWriter Enumerable Math
            MidpointRounding IPAddress WebUtility Random SByte AsymmetricAlgorithm CipherMode HashAlgorithm
            HashAlgorithmName HMAC HMACMD5 HMACSHA1 HMACSHA256 HMACSHA384 HMACSHA512 KeyedHashAlgorithm MD5 Oid PaddingMode
            RNGCryptoServiceProvider RSA RSAEncryptionPadding RSASignaturePadding SHA1 SHA1Managed SHA256 SHA256Managed
            SHA384 SHA384Managed SHA512 SHA512Managed SymmetricAlgorithm PublicKey RSACertificateExtensions
            X500DistinguishedName X509Certificate X509Certificate2 X509ContentType X509NameType Single String
            StringComparer StringComparison StringSplitOptions Encoding Capture CaptureCollection Group GroupCollection
            Match Regex RegexOptions StringBuilder TimeSpan TimeZone TimeZoneInfo Tuple UInt16 UInt32 UInt64 Uri UriPartial
            XAttribute XCData XComment XContainer XDeclaration XDocument XDocumentType XElement XName XNamespace XNode
            XNodeDocumentOrderComparer XNodeEqualityComparer XObject XProcessingInstruction XText XmlNodeType
            """;
}
