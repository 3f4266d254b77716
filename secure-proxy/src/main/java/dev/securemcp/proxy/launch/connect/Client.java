package dev.securemcp.proxy.launch.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** An MCP client, with the form in which it wants to be told of a server. No snippet holds a key: each names where the client gets it from. */
public enum Client {
    VSCODE("Visual Studio Code", ".vscode/mcp.json; the key is asked for once and kept", Client::vscode),
    CLAUDE_CODE("Claude Code", "a shell, with the key in the environment", Client::claudeCode),
    CLAUDE_DESKTOP(
            "Claude Desktop",
            "claude_desktop_config.json (Settings, Developer, Edit Config), with the key in place of YOUR-KEY",
            Client::claudeDesktop),
    CURSOR(
            "Cursor",
            ".cursor/mcp.json or ~/.cursor/mcp.json, with the key in the environment of Cursor",
            connection -> servers(connection, "url", "${env:%s}", null)),
    WINDSURF(
            "Windsurf",
            "~/.codeium/windsurf/mcp_config.json, with the key in the environment of Windsurf",
            connection -> servers(connection, "serverUrl", "${env:%s}", null)),
    GEMINI(
            "Gemini CLI",
            "~/.gemini/settings.json, with the key in the environment",
            connection -> servers(connection, "httpUrl", "${%s}", null)),
    COPILOT(
            "GitHub Copilot CLI",
            "~/.copilot/mcp-config.json, with the key in the environment",
            connection -> servers(connection, "url", "${%s}", "http")),
    INSPECTOR("MCP Inspector", "a shell, with the key in the environment (Node 22.19 or later)", Client::inspector),
    MCP_REMOTE(
            "mcp-remote, for clients that can only start programs",
            "a shell, or a client's command line, with the key in the environment (Node 22 or later)",
            Client::mcpRemote);

    /** The versions that the end-to-end tests drive. */
    static final String INSPECTOR_VERSION = "2.12.0";

    static final String MCP_REMOTE_VERSION = "0.15.1";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private final String title;
    private final String place;
    private final Function<Connection, String> snippet;

    Client(String title, String place, Function<Connection, String> snippet) {
        this.title = title;
        this.place = place;
        this.snippet = snippet;
    }

    /** The client that a person's word means. */
    public static Optional<Client> named(String word) {
        return Arrays.stream(values())
                .filter(client -> client.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All words, for help and messages. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Client::word).toList();
    }

    /** What it is called on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its name, for people. */
    public String title() {
        return title;
    }

    /** Where the snippet goes. */
    public String place() {
        return place;
    }

    /** The text to copy. */
    public String snippet(Connection connection) {
        return snippet.apply(connection);
    }

    private static String vscode(Connection connection) {
        ObjectNode root = JSON.objectNode();
        String input = connection.name() + "-key";
        if (connection.wantsKey()) {
            root.putArray("inputs")
                    .addObject()
                    .put("type", "promptString")
                    .put("id", input)
                    .put("description", "Subscription key of " + connection.name())
                    .put("password", true);
        }
        ObjectNode server = root.putObject("servers").putObject(connection.name());
        server.put("type", "http").put("url", connection.url());
        headers(server, connection, "${input:" + input + "}");
        return pretty(root);
    }

    private static String servers(Connection connection, String urlKey, String reference, String type) {
        ObjectNode root = JSON.objectNode();
        ObjectNode server = root.putObject("mcpServers").putObject(connection.name());
        if (type != null) {
            server.put("type", type);
        }
        server.put(urlKey, connection.url());
        headers(server, connection, reference.formatted(connection.variable()));
        if (type != null) {
            server.putArray("tools").add("*");
        }
        return pretty(root);
    }

    private static void headers(ObjectNode server, Connection connection, String value) {
        if (connection.wantsKey()) {
            server.putObject("headers").put(connection.keyHeader(), value);
        }
    }

    private static String claudeCode(Connection connection) {
        String add = "claude mcp add --transport http " + quoted(connection.name()) + " " + quoted(connection.url());
        return connection.wantsKey() ? add + " \\\n  --header \"" + header(connection, ": ") + "\"\n" : add + "\n";
    }

    private static String inspector(Connection connection) {
        String look = "npx @modelcontextprotocol/inspector@" + INSPECTOR_VERSION
                + " --cli --transport http \\\n  --server-url " + quoted(connection.url()) + " \\\n";
        return look
                + (connection.wantsKey() ? "  --header \"" + header(connection, ": ") + "\" \\\n" : "")
                + "  --method tools/list\n";
    }

    private static String mcpRemote(Connection connection) {
        String start =
                "npx -y mcp-remote@" + MCP_REMOTE_VERSION + " " + quoted(connection.url()) + " --transport http-only";
        return connection.wantsKey() ? start + " \\\n  --header \"" + header(connection, ":") + "\"\n" : start + "\n";
    }

    /** Claude Desktop's file only starts programs. */
    private static String claudeDesktop(Connection connection) {
        ObjectNode root = JSON.objectNode();
        ObjectNode server = root.putObject("mcpServers").putObject(connection.name());
        server.put("command", "npx");
        ArrayNode args = server.putArray("args")
                .add("-y")
                .add("mcp-remote@" + MCP_REMOTE_VERSION)
                .add(connection.url())
                .add("--transport")
                .add("http-only");
        if (connection.wantsKey()) {
            // Without a space behind the colon: on Windows one splits the argument.
            args.add("--header").add(connection.keyHeader() + ":${" + connection.variable() + "}");
            server.putObject("env").put(connection.variable(), "YOUR-KEY");
        }
        return pretty(root);
    }

    private static String header(Connection connection, String separator) {
        return connection.keyHeader() + separator + "$" + connection.variable();
    }

    /** For a POSIX shell; what names and URLs may hold needs it only for {@code &}, {@code ~} and the like. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String pretty(JsonNode node) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(INDENT);
        printer.indentArraysWith(INDENT);
        try {
            return JsonMapper.builder().build().writer(printer).writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts can be written", e);
        }
    }
}
