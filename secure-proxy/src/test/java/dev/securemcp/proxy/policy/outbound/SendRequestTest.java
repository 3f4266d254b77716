package dev.securemcp.proxy.policy.outbound;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.expression.ResponseFacts;
import dev.securemcp.proxy.net.OutboundException;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SendRequestTest {

    private static final String NEW =
            "<send-request response-variable-name='r'><set-url>https://idp.example/x</set-url>";

    private final FakeCalls calls = new FakeCalls();

    private Exchange run(String element, TestExchange exchange) {
        return policies()
                .load(Section.INBOUND, element)
                .inbound(exchange.services(calls.services()).build());
    }

    private static Arguments sends(String name, String element, String expected) {
        return Arguments.of(name, element, expected);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                sends("a GET unless told otherwise", NEW + "</send-request>", "GET https://idp.example/x"),
                sends(
                        "method, headers and body",
                        NEW + "<set-method>post</set-method>"
                                + "<set-header name='X-A' exists-action='override'><value>1</value><value>2</value></set-header>"
                                + "<set-body>a=b</set-body></send-request>",
                        "POST https://idp.example/x X-A=1|2 [a=b]"),
                sends(
                        "expressions",
                        "<send-request mode='@(\"new\")' response-variable-name='@(\"r\")' timeout='@(3+2)' ignore-error='@(false)'>"
                                + "<set-url>@(\"https://idp.example/\" + context.Mcp.ToolName)</set-url>"
                                + "<set-method>@(\"PUT\")</set-method>"
                                + "<set-header name='X-A' exists-action='override'><value>@(context.Request.Method)</value></set-header>"
                                + "<set-body>@(new JObject(new JProperty(\"a\", 1)).ToString(Newtonsoft.Json.Formatting.None))</set-body></send-request>",
                        "PUT https://idp.example/get_alerts X-A=POST [{\"a\":1}]"),
                sends(
                        "appended and skipped headers",
                        NEW + "<set-header name='X-A' exists-action='override'><value>1</value></set-header>"
                                + "<set-header name='x-a' exists-action='append'><value>2</value></set-header>"
                                + "<set-header name='X-A' exists-action='skip'><value>3</value></set-header></send-request>",
                        "GET https://idp.example/x X-A=1|2"),
                sends(
                        "a user name and a password",
                        NEW + "<authentication-basic username='me' password='pä:ss'/></send-request>",
                        "GET https://idp.example/x Authorization=Basic bWU6cMOkOnNz"),
                sends(
                        "a copy, without what the caller proves itself with and without hop-by-hop fields",
                        "<send-request mode='copy' response-variable-name='r'><set-url>https://idp.example/x</set-url></send-request>",
                        "POST https://idp.example/x X-B=b [" + TestExchange.BODY + "]"),
                sends(
                        "a copy that is changed",
                        "<send-request mode='copy' response-variable-name='r'><set-url>https://idp.example/x</set-url>"
                                + "<set-method>PATCH</set-method>"
                                + "<set-header name='X-B' exists-action='delete'/>"
                                + "<set-header name='Authorization' exists-action='override'>"
                                + "<value>@(context.Request.Headers.GetValueOrDefault(\"Authorization\",\"\"))</value></set-header>"
                                + "<set-body>new</set-body></send-request>",
                        "PATCH https://idp.example/x Authorization=Bearer clients [new]"),
                sends(
                        "a copy without a URL goes to the backend",
                        "<send-request mode='copy' response-variable-name='r'><set-body>x</set-body></send-request>",
                        "POST http://backend.test/mcp X-B=b [x]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void what_is_sent(String name, String element, String expected) {
        TestExchange exchange = TestExchange.call()
                .header("Authorization", "Bearer clients")
                .header("Cookie", "c=1")
                .header("Ocp-Apim-Subscription-Key", "the-key")
                .header("Connection", "keep-alive")
                .header("Accept-Encoding", "gzip")
                .header("Content-Length", "5")
                .header("X-B", "b");

        run(element, exchange);

        assertThat(calls.only()).isEqualTo(expected);
    }

    @Test
    void a_copy_after_the_response_has_no_body() {
        Loaded loaded = policies()
                .load(
                        Section.OUTBOUND,
                        "<send-request mode='copy' response-variable-name='r'><set-url>https://a.example</set-url></send-request>");

        Verdict said = loaded.run(
                Section.OUTBOUND,
                TestExchange.call()
                        .services(calls.services())
                        .streamed(200, "text/event-stream")
                        .build());

        assertThat(said).isEqualTo(Verdict.CONTINUE);
        assertThat(calls.only()).isEqualTo("POST https://a.example/");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/, OPERATOR",
        "@(\"https://\" + \"a.example\"), OPERATOR",
        "@(\"https://a.example/\" + context.Mcp.ToolName), CALLER",
        "@((string)context.Variables[\"url\"]), CALLER",
    })
    void a_url_that_looks_at_the_call_is_guarded(String url, Trust trust) {
        run(
                "<send-request response-variable-name='r'><set-url>" + url + "</set-url></send-request>",
                TestExchange.call().variable("url", "https://b.example/"));

        assertThat(calls.requests).singleElement().satisfies(request -> assertThat(request.trust())
                .isEqualTo(trust));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 60000",
        "timeout='1', 1000",
        "timeout='@(0.5 * 5)', 2500",
        "timeout='@(-5)', 1000",
        "timeout='@(1000000000)', 3600000"
    })
    void the_time_is_bounded(String attribute, long millis) {
        run(
                "<send-request response-variable-name='r' " + attribute
                        + "><set-url>https://a.example</set-url></send-request>",
                TestExchange.call());

        assertThat(calls.requests.getFirst().timeoutMillis()).isEqualTo(millis);
        assertThat(calls.requests.getFirst().redirects()).isZero();
        assertThat(calls.requests.getFirst().maxBodyBytes()).isEqualTo(1 << 20);
    }

    @Test
    void the_response_is_a_response_in_the_variable() {
        calls.answering(
                201,
                HttpHeaders.headers().add("X-A", "1").add("Content-Type", "application/json"),
                "{\"active\":true,\"n\":[1,2]}");

        Exchange exchange = run(
                NEW + "</send-request><set-variable name='active' "
                        + "value='@((bool)((IResponse)context.Variables[\"r\"]).Body.As<JObject>(preserveContent: true)[\"active\"])'/>"
                        + "<set-variable name='all' value='@{ var r = (IResponse)context.Variables[\"r\"];"
                        + " return r.StatusCode + \" \" + r.StatusReason + \" \" + r.Headers.GetValueOrDefault(\"x-a\",\"\") + \" \" + (string)r.Body.As<string>(true); }'/>",
                TestExchange.call());

        assertThat(exchange.variables())
                .containsEntry("active", true)
                .containsEntry("all", "201 Created 1 {\"active\":true,\"n\":[1,2]}");
    }

    @Test
    void the_body_is_read_in_its_charset() {
        calls.answering(200, HttpHeaders.headers().add("Content-Type", "text/plain; charset=\"ISO-8859-1\""), "");

        ResponseFacts response = (ResponseFacts)
                run(NEW + "</send-request>", TestExchange.call()).variables().get("r");

        assertThat(response.body().charset()).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThat(response.body().bytes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION, 502, BackendConnectionFailure",
        "REFUSED, 502, BackendConnectionFailure",
        "TOO_LARGE, 502, BackendConnectionFailure",
        "TIMEOUT, 504, Timeout",
        "BUSY, 503, Overloaded"
    })
    void without_an_answer_the_call_fails(OutboundException.Kind kind, int status, String reason) {
        calls.failing(kind);
        Loaded loaded = policies()
                .load(Section.INBOUND, NEW.replace("<send-request", "<send-request id='p1'") + "</send-request>");

        Failure failure =
                loaded.failure(TestExchange.call().services(calls.services()).build());

        assertThat(failure.answer().status()).isEqualTo(status);
        assertThat(failure.asLastError().reason()).isEqualTo(reason);
        assertThat(failure.asLastError().source()).isEqualTo("send-request");
        assertThat(failure.asLastError().policyId()).isEqualTo("p1");
        assertThat(failure.answer().message()).doesNotContain("idp.example");
        assertThat(failure.detail()).contains("idp.example");
    }

    @Test
    void an_ignored_error_leaves_null() {
        calls.failing(OutboundException.Kind.TIMEOUT);

        Exchange exchange = run(
                NEW.replace("name='r'", "name='r' ignore-error='true'") + "</send-request>",
                TestExchange.call().variable("r", "before"));

        assertThat(exchange.variables()).containsEntry("r", null);
    }

    @ParameterizedTest
    @CsvSource({
        "<set-url>@((string)context.Variables[\"x\"])</set-url>, does not begin with http",
        "<set-url>@(\"https://u:p@a.example/\")</set-url>, credentials",
        "<set-url>https://a.example</set-url><set-method>@(\"BAD METHOD\")</set-method>, no HTTP method",
        "<set-url>https://a.example</set-url><set-method>@(\"CONNECT\")</set-method>, no HTTP method",
        "<set-url>https://a.example</set-url><authentication-basic username='@(\"a:b\")' password=''/>, colon"
    })
    void what_an_expression_must_not_say_fails_the_evaluation_also_where_errors_are_ignored(
            String children, String detail) {
        Loaded loaded = policies()
                .load(
                        Section.INBOUND,
                        "<send-request response-variable-name='r' ignore-error='true'>" + children + "</send-request>");

        Failure failure = loaded.failure(TestExchange.call()
                .variable("x", "gopher://x")
                .services(calls.services())
                .build());

        assertThat(failure.asLastError().reason()).isEqualTo("ExpressionValueEvaluationFailure");
        assertThat(failure.detail()).contains(detail);
        assertThat(calls.requests).isEmpty();
    }

    private static Arguments fault(String element, String... expected) {
        return Arguments.of(element, List.of(expected));
    }

    static Stream<Arguments> faults() {
        String url = "<set-url>https://a.example</set-url>";
        return Stream.of(
                fault(
                        "<send-request>" + url + "</send-request>",
                        "1:20: inbound/send-request: `send-request` needs the attribute `response-variable-name`"),
                fault(
                        "<send-request response-variable-name='r'/>",
                        "1:20: inbound/send-request: `send-request` needs the child element `<set-url>`; only mode=\"copy\" can do without"),
                fault(
                        "<send-request mode='news' response-variable-name='r'>" + url + "</send-request>",
                        "1:40: inbound/send-request: found `news` in `mode`, expected one of"),
                fault(
                        "<send-request timeout='0' response-variable-name='r'>" + url + "</send-request>",
                        "1:43: inbound/send-request: found `0` in `timeout`, expected a whole number from 1 to 3600"),
                fault(
                        "<send-request ignore-error='maybe' response-variable-name='r'>" + url + "</send-request>",
                        "1:48: inbound/send-request: found `maybe` in `ignore-error`, expected `true` or `false`"),
                fault(
                        "<send-request response-variable-name='r'><set-url>/relative</set-url></send-request>",
                        "1:70: inbound/send-request/set-url: the URL does not begin with http:// or https://; write an absolute URL"),
                fault(
                        "<send-request response-variable-name='r'>" + url
                                + "<set-method>G E T</set-method></send-request>",
                        "1:109: inbound/send-request/set-method: found `G E T`, expected an HTTP method"),
                fault(
                        "<send-request response-variable-name='r'>" + url
                                + "<set-header name='Content-Length'><value>1</value></set-header></send-request>",
                        "frames the message or belongs to one connection"),
                fault(
                        "<send-request response-variable-name='r'>" + url + "<proxy url='ftp://p'/></send-request>",
                        "inbound/send-request/proxy: found no URL of a proxy, expected such as `http://proxy.example.com:3128`"),
                fault(
                        "<send-request response-variable-name='r'>"
                                + "<set-url>@(context.Request.Headers.GetValueOrDefault(\"x\", \"\"))</set-url>"
                                + "<proxy url='http://p'/></send-request>",
                        "a URL that is computed from the request cannot go through a proxy"),
                fault(
                        "<send-request response-variable-name='r'>" + url
                                + "<authentication-managed-identity resource='x'/></send-request>",
                        "`authentication-managed-identity` comes with a later release"),
                fault(
                        "<send-request response-variable-name='r'>" + url
                                + "<authentication-basic username='a:b' password='p'/></send-request>",
                        "1:129: inbound/send-request/authentication-basic: a user name holds neither a colon"),
                fault(
                        "<send-request response-variable-name='r'>" + url + url + "</send-request>",
                        "found a second `<set-url>`"),
                fault(
                        "<send-request response-variable-name='r' retry='1'>" + url
                                + "<set-status code='1'/></send-request>",
                        "1:61: inbound/send-request: unknown attribute `retry`",
                        "unknown child element `set-status`"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faults_are_told_with_their_place(String element, List<String> expected) {
        List<String> found = policies().faults(Section.INBOUND, element);

        assertThat(found).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).contains(expected.get(i));
        }
    }

    @Test
    void a_one_way_request_does_not_wait() {
        calls.silent();
        String element = "<send-one-way-request timeout='20'><set-url>https://hook.example</set-url>"
                + "<set-method>POST</set-method><set-body>hello</set-body></send-one-way-request>";

        run(element, TestExchange.call());

        assertThat(calls.only()).isEqualTo("POST https://hook.example/ [hello]");
        assertThat(calls.requests.getFirst().timeoutMillis()).isEqualTo(20_000);
    }

    @Test
    void one_way_requests_beyond_their_number_are_dropped() {
        calls.silent();
        String one = "<send-one-way-request><set-url>https://hook.example</set-url></send-one-way-request>";

        run(one + one + one, TestExchange.call());

        assertThat(calls.requests).hasSize(2);
    }

    @Test
    void a_one_way_request_that_fails_is_nobodys_failure() {
        calls.failing(OutboundException.Kind.CONNECTION);

        run(
                "<send-one-way-request><set-url>https://hook.example</set-url></send-one-way-request>",
                TestExchange.call());

        assertThat(calls.requests).hasSize(1);
    }

    @Test
    void a_one_way_request_has_no_variable() {
        assertThat(
                        policies()
                                .faults(
                                        Section.INBOUND,
                                        "<send-one-way-request response-variable-name='r'><set-url>https://a.example</set-url></send-one-way-request>"))
                .singleElement()
                .asString()
                .startsWith("1:42: inbound/send-one-way-request: unknown attribute `response-variable-name`");
    }
}
