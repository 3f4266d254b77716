package dev.securemcp.proxy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatedNamesTest {

    private static List<String> found(String json, Set<String> places) throws IOException {
        return RepeatedNames.in(
                        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                        places,
                        Set.of("city", "ask")::contains)
                .stream()
                .map(Violation::path)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'a':2}|/a",
                "{'a':1,'b':{'a':1}}|",
                "[{'a':1},{'a':1}]|",
                "{'a':[[{'b':{},'c':1,'b':[]}]]}|/a/0/0/b",
                "{'a':1,'a':2,'a':3}|/a /a",
                "{'a':{'b':1,'b':1},'a':{'b':1}}|/a/b /a",
                "{'':1,'':2}|/",
                "{'a/b':1,'a/b':2}|/a~1b",
                "{'city':1,'CITY':2}|/CITY",
                "{'CITY':1,'city':2}|/city",
                "{'CITY':1,'City':2}|",
                "{'CITY':1,'City':2,'City':3}|/City",
                "{'ask':1,'a\\u017f\\u212a':2}|/a\u017f\u212a",
                "1|",
            })
    void what_stands_twice_is_told_with_its_place(String json, String paths) throws Exception {
        assertThat(String.join(" ", found(json, Set.of("")))).isEqualTo(paths == null ? "" : paths);
    }

    @Test
    void only_the_places_asked_about_are_looked_at() throws Exception {
        String json = "[{'x':{'a':1,'a':1}},{'x':{'b':{'c':1,'c':1}},'y':{'d':1,'d':1},'y':1},{'x':2}]";

        assertThat(found(json, Set.of("/1/x", "/2/x", "/3/x"))).containsExactly("/1/x/b/c");
        assertThat(found(json, Set.of("/0"))).containsExactly("/0/x/a");
        assertThat(found(json, Set.of())).isEmpty();
    }

    @Test
    void a_flood_of_them_is_told_of_in_part_and_one_outside_hides_none_inside() throws Exception {
        String flood = IntStream.range(0, 1_000).mapToObj(i -> "'a':" + i).collect(Collectors.joining(","));

        assertThat(found("{" + flood + "}", Set.of(""))).hasSize(SchemaLimits.VIOLATIONS);
        assertThat(found("{'x':{" + flood + "},'y':{'a':1,'a':1}}", Set.of("/y")))
                .containsExactly("/y/a");
    }
}
