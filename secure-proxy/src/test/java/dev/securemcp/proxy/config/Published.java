package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files in the repository that are written from the code: held in step, and written anew with {@code -Dupdate}. */
final class Published {

    private Published() {}

    static void mustBe(Path file, String expected) throws IOException {
        if (System.getProperty("update") != null) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as("%s is out of step with the code; run this test with -Dupdate and look at the difference", file)
                .isEqualTo(expected);
    }
}
