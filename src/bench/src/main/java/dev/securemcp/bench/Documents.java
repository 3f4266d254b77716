package dev.securemcp.bench;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.policy.PolicyCompiler;
import dev.securemcp.proxy.policy.PolicyRegistry;
import dev.securemcp.proxy.policy.PolicySettings;
import dev.securemcp.proxy.policy.Sections;
import dev.securemcp.proxy.policy.document.EffectivePolicy;
import dev.securemcp.proxy.policy.document.NamedValueSource;
import dev.securemcp.proxy.policy.document.PolicyDocument;
import dev.securemcp.proxy.policy.document.PolicyPreparer;
import dev.securemcp.proxy.policy.document.PolicyReader;
import dev.securemcp.proxy.policy.document.ReaderLimits;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.ScopedDocument;
import java.util.List;
import java.util.Map;

/** Policy documents of the sizes that people have, and the way they are loaded. */
final class Documents {

    /** What stands before many servers: a check, a header, a choice with two conditions, a variable. */
    static final String TYPICAL =
            """
            <policies>
              <inbound>
                <base />
                <check-header name="Ocp-Apim-Subscription-Key" failed-check-httpcode="401"
                              failed-check-error-message="Subscription key required" ignore-case="true" />
                <set-header name="X-API-Key" exists-action="override">
                  <value>@(context.Request.Headers.GetValueOrDefault("x", ""))</value>
                </set-header>
                <choose>
                  <when condition="@(context.Mcp.ToolName == "delete_everything")">
                    <return-response><set-status code="403" reason="Forbidden" /></return-response>
                  </when>
                  <when condition="@(context.Request.Headers.GetValueOrDefault("x", "") == "y")">
                    <set-variable name="known" value="@(true)" />
                  </when>
                </choose>
              </inbound>
            </policies>
            """;

    private Documents() {}

    /** 30 elements with 20 expressions. */
    static String thirtyElements() {
        StringBuilder text = new StringBuilder("<policies><inbound><base />\n");
        for (int i = 0; i < 20; i++) {
            text.append("<set-variable name=\"v")
                    .append(i)
                    .append("\" value=\"@(context.Request.Headers.GetValueOrDefault(\"x-")
                    .append(i)
                    .append("\", \"none\").ToLower() + context.Mcp.ToolName + ")
                    .append(i)
                    .append(")\" />\n");
        }
        for (int i = 0; i < 9; i++) {
            text.append("<set-header name=\"X-")
                    .append(i)
                    .append("\"><value>")
                    .append(i)
                    .append("</value></set-header>\n");
        }
        return text.append("</inbound></policies>").toString();
    }

    /** From text to what runs, as the gateway does at load. */
    static Sections load(String text) {
        Faults faults = new Faults();
        PolicyDocument document = (PolicyDocument) PolicyReader.read("bench.xml", text, ReaderLimits.DEFAULT, faults)
                .orElseThrow();
        PolicyDocument prepared = new PolicyPreparer(
                        new PolicyPreparer.Settings(
                                NamedValueSource.of(Map.of()),
                                PolicyRegistry::implemented,
                                false,
                                false,
                                ReaderLimits.DEFAULT),
                        Map.of(),
                        faults)
                .prepare(document, Scope.API);
        Sections sections = new PolicyCompiler(faults)
                .compile(
                        EffectivePolicy.of(List.of(new ScopedDocument(Scope.API, "server bench", prepared))),
                        PolicySettings.DEFAULT);
        if (faults.failed()) {
            throw new IllegalStateException(faults.all().toString());
        }
        return sections;
    }
}
