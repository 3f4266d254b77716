package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a person writes, the reader answers with a configuration or with faults that have a place. */
class MutatedDocumentsTest {

    private static final String[] PIECES = {
        "\n",
        " ",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "&a ",
        "*a",
        "${",
        "${X:",
        "}",
        "{{n}}",
        "!",
        "|",
        "#",
        "null",
        "~",
        "true",
        "-1",
        "1e9",
        "http://",
        "://",
        "\t",
        "\u0000",
        "é",
        "\ud83d",
        "<<",
        "a/b/c",
        "?",
        "99999999999999999999"
    };

    @TempDir
    private Path directory;

    @Test
    void no_document_makes_the_reader_fail_in_another_way() {
        Reading reading = FaultyDocuments.around(directory);
        List<String> seeds =
                FaultyDocuments.all().map(FaultyDocuments.Faulty::yaml).toList();
        Random random = new Random(20261001);
        int sound = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder yaml = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutate(yaml, random);
            }
            Faults faults = new Faults();
            Optional<Configuration> configuration = reading.read(yaml.toString(), faults);
            assertThat(configuration.isPresent()).as("%s", yaml).isNotEqualTo(faults.failed());
            assertThat(faults.all()).as("%s", yaml).allSatisfy(fault -> assertThat(fault.message())
                    .isNotBlank());
            sound += configuration.isPresent() ? 1 : 0;
        }
        assertThat(sound).as("some mutations leave a sound document").isPositive();
    }

    private static void mutate(StringBuilder yaml, Random random) {
        int at = random.nextInt(yaml.length() + 1);
        switch (random.nextInt(3)) {
            case 0 -> yaml.insert(at, PIECES[random.nextInt(PIECES.length)]);
            case 1 -> yaml.delete(at, Math.min(yaml.length(), at + 1 + random.nextInt(6)));
            default -> yaml.replace(at, Math.min(yaml.length(), at + 3), PIECES[random.nextInt(PIECES.length)]);
        }
        if (yaml.isEmpty()) {
            yaml.append('a');
        }
    }
}
