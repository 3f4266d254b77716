package dev.securemcp.proxy.policy.liquid;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.expression.ExpressionContext;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.Optional;

/** A compiled template. Immutable and thread-safe. */
public final class LiquidTemplate {

    private final PolicyText source;
    private final Block content;
    private final Options options;

    private LiquidTemplate(PolicyText source, Block content, Options options) {
        this.source = source;
        this.content = content;
        this.options = options;
    }

    /**
     * How a template is compiled and run.
     *
     * @param bodyAllowed whether it may use {@code body}, the request's body
     * @param parseDates whether texts of the body that look like ISO dates are dates ({@code parse-date})
     * @param limits what one rendering may cost
     */
    public record Options(boolean bodyAllowed, boolean parseDates, LiquidLimits limits) {}

    /**
     * Compiles a template whose named values have been replaced.
     *
     * @param path the element's place in its document, for faults
     * @return empty where faults (at least one) were added
     */
    public static Optional<LiquidTemplate> compile(PolicyText source, String path, Options options, Faults faults) {
        TemplateFaults found = new TemplateFaults(source, path, faults);
        Block content = new TemplateParser(source.text(), options.bodyAllowed(), found).parse();
        return found.any() ? Optional.empty() : Optional.of(new LiquidTemplate(source, content, options));
    }

    /**
     * The text that the template makes of one exchange. Does not block.
     *
     * @throws dev.securemcp.proxy.expression.ExpressionException with its place in the document, where a filter cannot work on what
     *     it gets, the body is not JSON, or a limit is reached
     */
    public String render(ExpressionContext context) {
        Rendering rendering = new Rendering(context, options, source::at);
        content.render(rendering);
        return rendering.output();
    }
}
