package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files in the repository that are written from the code: held in step, and written anew with {@code -Dupdate}. */
public final class Published {

    private Published() {}

    /** The text between two markers of a file, which stay. */
    public static void mustBe(Path file, String begin, String between, String end) throws IOException {
        String page = Files.readString(file);
        assertThat(page).contains(begin, end);
        String before = page.substring(0, page.indexOf(begin) + begin.length());
        mustBe(file, before + between + page.substring(page.indexOf(end)));
    }

    public static void mustBe(Path file, String expected) throws IOException {
        if (System.getProperty("update") != null) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as("%s is out of step with the code; run this test with -Dupdate and look at the difference", file)
                .isEqualTo(expected);
    }
}
