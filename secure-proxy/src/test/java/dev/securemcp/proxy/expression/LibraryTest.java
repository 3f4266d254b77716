package dev.securemcp.proxy.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.expression.library.Library;
import dev.securemcp.proxy.expression.type.TypeDefinition;
import org.junit.jupiter.api.Test;

/** The tables of the library are read on first use: here all of them are. */
class LibraryTest {

    @Test
    void everySignatureOfEveryTypeIsUnderstood() {
        for (String name : Library.TABLE.typeNames()) {
            TypeDefinition definition = Library.TABLE.definition(name);
            assertThat(definition.names()).as(name).isNotNull();
            assertThat(definition.bases()).as(name).isNotNull();
        }
        assertThat(Library.TABLE.typeNames()).hasSizeGreaterThan(100);
    }
}
