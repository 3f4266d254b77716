package dev.securemcp.proxy.identity.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.expression.value.Jwt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a token grants. */
class GrantsTest {

    private static Jwt token(String claims) throws Exception {
        ObjectMapper json = new ObjectMapper();
        return Jwt.of(json.readTree("{}"), json.readTree(claims.replace('\'', '"')));
    }

    private static Grants grants(String scopes, String roles) {
        return new Grants(List.of(scopes.split(",", -1)), List.of(roles), Map.of());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'scope':'a b'} | a,b",
                "{'scope':' a  b '} | a,b",
                "{'scope':['a','b c']} | a,b,c",
                "{'scp':'a'} | a",
                "{'scp':['a'],'scope':'b'} | a,b",
                "{'scope':''} | ''",
                "{'permissions':'a'} | ''",
                "{} | ''"
            })
    void scopes_come_as_a_text_or_a_list(String claims, String expected) throws Exception {
        assertThat(String.join(
                        ",",
                        new java.util.TreeSet<>(grants("scope,scp", "roles").scopes(token(claims)))))
                .isEqualTo(expected);
    }

    @Test
    void a_scope_brings_those_that_it_implies() throws Exception {
        Grants grants = new Grants(List.of("scope"), List.of("roles"), Map.of("admin", Set.of("write", "read")));

        assertThat(grants.scopes(token("{'scope':'admin x'}")))
                .containsExactlyInAnyOrder("admin", "write", "read", "x");
        assertThat(grants.scopes(token("{'scope':'write'}"))).containsExactly("write");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "roles | {'roles':['A b','C']} | A b,C",
                "roles | {'roles':'A'} | A",
                "realm_access.roles | {'realm_access':{'roles':['A','B']}} | A,B",
                "realm_access.roles | {'realm_access':{'roles':'A'}} | A",
                "realm_access.roles | {'realm_access':{'other':['A']}} | ''",
                "realm_access.roles | {'realm_access':'A'} | ''",
                "realm_access.roles | {'realm_access.roles':['A']} | A",
                "realm_access.roles | {} | ''",
                "a.b.c | {'a':{'b':{'c':['D',7]}}} | D",
                "https://example.com/roles | {'https://example.com/roles':['A']} | A"
            })
    void roles_may_lie_inside_an_object(String claim, String claims, String expected) throws Exception {
        assertThat(String.join(
                        ",", new java.util.TreeSet<>(grants("scope", claim).roles(token(claims)))))
                .isEqualTo(expected);
    }
}
