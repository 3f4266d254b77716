package dev.securemcp.proxy.mcp.list;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListMessageTest {

    /** Shows what begins with {@code a}. */
    private static final ListRule RULE = (kind, name) -> name.startsWith("a");

    private static String reduce(String message) throws Exception {
        return new String(ListMessage.reduce(message.getBytes(UTF_8), RULE), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[{'name':'a'},{'name':'b'}] | [{'name':'a'}]",
                "[{'name':'b'},{'name':'a'},{'name':'ab'}] | [{'name':'a'},{'name':'ab'}]",
                "[{'name':'b'}] | []",
                "[] | []",
                "[ {'name' : 'a' , 'inputSchema' : {'name':'b','x':[1,{}]} } , {'name':'b','title':'é'} ] | [{'name' : 'a' , 'inputSchema' : {'name':'b','x':[1,{}]} }]",
                "[{'title':'b','inputSchema':{'type':'object'},'name':'a'},{'title':'a','name':'b'}] | [{'title':'b','inputSchema':{'type':'object'},'name':'a'}]",
                // What has no name that can be told is not shown.
                "[{},{'name':7},{'name':null},{'Name':'a'},'a',7,null,['a'],{'name':'a'}] | [{'name':'a'}]",
                "[{'name':'a','name':'b'},{'name':'b','name':'a'}] | []",
                "[{'name':'\\u0061x'},{'name':'\\u0062'}] | [{'name':'\\u0061x'}]"
            })
    void tools_that_are_not_shown_are_taken_out_and_the_rest_keeps_its_bytes(String before, String after)
            throws Exception {
        String frame =
                "{ 'jsonrpc':'2.0', 'id':1, 'result' : { '_meta':{'name':'b'}, 'tools': %s , 'nextCursor':'b' } }"
                        .replace('\'', '"');

        assertThat(reduce(frame.formatted(before.replace('\'', '"'))))
                .isEqualTo(frame.formatted(after.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource({"tools, name", "prompts, name", "resources, uri", "resourceTemplates, uriTemplate"})
    void each_kind_is_told_by_its_shape(String member, String name) throws Exception {
        String list = "{\"result\":{\"%s\":[{\"%s\":\"b\",\"other\":\"a\"},{\"%s\":\"a\",\"other\":\"b\"}]},\"id\":1}"
                .formatted(member, name, name);

        assertThat(reduce(list))
                .isEqualTo("{\"result\":{\"%s\":[{\"%s\":\"a\",\"other\":\"b\"}]},\"id\":1}".formatted(member, name));
    }

    @Test
    void the_rule_is_told_the_kind() throws Exception {
        byte[] both = "{\"result\":{\"tools\":[{\"name\":\"x\"}],\"prompts\":[{\"name\":\"x\"}]}}".getBytes(UTF_8);

        assertThat(new String(ListMessage.reduce(both, (kind, name) -> kind == ListKind.PROMPTS), UTF_8))
                .isEqualTo("{\"result\":{\"tools\":[],\"prompts\":[{\"name\":\"x\"}]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'cacheScope':'public','tools':[]} | {'cacheScope':'private','tools':[]}",
                "{'tools':[],'cacheScope' : 'public'} | {'tools':[],'cacheScope' : 'private'}",
                "{'tools':[{'name':'b'}],'cacheScope':null} | {'tools':[],'cacheScope':'private'}",
                "{'cacheScope':{'a':[1]},'tools':[{'name':'b'}]} | {'cacheScope':'private','tools':[]}",
                "{'cacheScope':7,'tools':[],'cacheScope':'public'} | {'cacheScope':'private','tools':[],'cacheScope':'private'}",
                "{'cacheScope':'private','tools':[]} | {'cacheScope':'private','tools':[]}",
                "{ 'ttlMs':5000,'tools':[]} | {'cacheScope':'private', 'ttlMs':5000,'tools':[]}",
                "{'resultType':'complete','tools':[{'name':'b'}]} | {'cacheScope':'private','resultType':'complete','tools':[]}",
                // Revisions without the field are not given it.
                "{'tools':[],'_meta':{'ttlMs':1}} | {'tools':[],'_meta':{'ttlMs':1}}"
            })
    void a_list_is_its_readers_own(String before, String after) throws Exception {
        String frame = "{\"jsonrpc\":\"2.0\",\"result\":%s,\"id\":1}";

        assertThat(reduce(frame.formatted(before.replace('\'', '"'))))
                .isEqualTo(frame.formatted(after.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"é\"}],\"cacheScope\":\"public\"}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{\"tools\":[{\"name\":\"b\"}]}}",
                "{\"result\":{\"structuredContent\":{\"tools\":[{\"name\":\"b\"}]}}}",
                "{\"result\":{\"tools\":{\"name\":\"b\"},\"cacheScope\":\"public\"}}",
                "{\"result\":[{\"tools\":[{\"name\":\"b\"}]}]}",
                "{\"error\":{\"tools\":[{\"name\":\"b\"}]}}",
                "{\"tools\":[{\"name\":\"b\"}]}",
                " \"text\" ",
                "7",
                "[]"
            })
    void what_is_no_list_is_not_touched(String message) throws Exception {
        byte[] bytes = message.getBytes(UTF_8);
        assertThat(ListMessage.reduce(bytes, RULE)).isSameAs(bytes);
    }

    @Test
    void each_message_of_a_batch_and_each_reading_of_a_member_is_reduced() throws Exception {
        assertThat(reduce("[{\"result\":{\"tools\":[{\"name\":\"b\"}],\"cacheScope\":\"public\"}},7,"
                        + "{\"result\":{\"ttlMs\":1,\"prompts\":[{\"name\":\"b\"}]}}]"))
                .isEqualTo("[{\"result\":{\"tools\":[],\"cacheScope\":\"private\"}},7,"
                        + "{\"result\":{\"cacheScope\":\"private\",\"ttlMs\":1,\"prompts\":[]}}]");
        assertThat(
                        reduce(
                                "{\"result\":{\"tools\":[{\"name\":\"b\"}]},\"result\":{\"tools\":[{\"name\":\"b\"}],\"tools\":[{\"name\":\"bb\"}]}}"))
                .isEqualTo("{\"result\":{\"tools\":[]},\"result\":{\"tools\":[],\"tools\":[]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"result\":{\"tools\":[{\"name\":\"b\"}]}",
                "{\"result\":{\"tools\":[{\"name\":\"b\"},]}}",
                "{} {}",
                "{'result':1}",
                "{\"a\":NaN}",
                "\uFEFF{}",
                "{\"a\":\"\u0000\"}"
            })
    void what_cannot_be_read_is_said_so(String message) {
        assertThatThrownBy(() -> reduce(message)).isInstanceOf(UnreadableListException.class);
    }

    @Test
    void other_encodings_and_endless_nesting_cannot_be_read() {
        assertThatThrownBy(() -> ListMessage.reduce("{\"a\":1}".getBytes(UTF_16LE), RULE))
                .isInstanceOf(UnreadableListException.class);
        assertThatThrownBy(() -> ListMessage.reduce("{\"a\":\"é\"}".getBytes(ISO_8859_1), RULE))
                .isInstanceOf(UnreadableListException.class);
        assertThatThrownBy(() -> reduce("{\"result\":" + "[".repeat(2000) + "]".repeat(2000) + "}"))
                .isInstanceOf(UnreadableListException.class);
    }

    @Test
    void deep_schemas_are_fine() throws Exception {
        String schema = "{\"a\":".repeat(500) + "1" + "}".repeat(500);
        String list = "{\"result\":{\"tools\":[{\"name\":\"a\",\"inputSchema\":" + schema + "}]}}";

        assertThat(reduce(list)).isEqualTo(list);
    }
}
