package dev.securemcp.proxy.identity.access;

import dev.securemcp.proxy.config.UnknownConfig;
import dev.securemcp.proxy.mcp.Era;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is answered for what is not there, as the backend of a server answers it. */
public final class UnknownAnswers {

    /** The code that revisions before 2026-07-28 have for an unknown resource. */
    private static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

    /** Names are the caller's words; an answer repeats no more of one. */
    private static final int MAX_NAME = 256;

    private static final Pattern PLACE = Pattern.compile("\\{(name|argument)}");

    private final UnknownConfig config;

    public UnknownAnswers(UnknownConfig config) {
        this.config = config;
    }

    /** For a call of a tool. */
    public ErrorAnswer tool(String name) {
        return answer(Reason.TOOL_NOT_FOUND, config.tool(), name, "", config.code());
    }

    ErrorAnswer prompt(String name) {
        return answer(Reason.PROMPT_NOT_FOUND, config.prompt(), name, "", config.code());
    }

    ErrorAnswer resource(String uri, Era era) {
        int byRevision = era == Era.LEGACY ? LEGACY_RESOURCE_NOT_FOUND : Reason.RESOURCE_NOT_FOUND.code();
        return answer(
                Reason.RESOURCE_NOT_FOUND,
                config.resource(),
                uri,
                "",
                config.resourceCode().orElse(byRevision));
    }

    ErrorAnswer promptCompletion(String name, String argument) {
        return answer(Reason.PROMPT_NOT_FOUND, config.promptCompletion(), name, argument, config.code());
    }

    ErrorAnswer resourceCompletion(String template, String argument) {
        return answer(Reason.RESOURCE_NOT_FOUND, config.resourceCompletion(), template, argument, config.code());
    }

    private static ErrorAnswer answer(Reason reason, String words, String name, String argument, int code) {
        // In one go: what a caller names `{argument}` stays that.
        String message = PLACE.matcher(words)
                .replaceAll(
                        place -> Matcher.quoteReplacement(shown(place.group(1).equals("name") ? name : argument)));
        return ErrorAnswer.of(reason, message).withCode(code);
    }

    private static String shown(String text) {
        return text.length() > MAX_NAME ? text.substring(0, MAX_NAME) : text;
    }
}
