package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept is what the overlays render to. */
class RenderingTest {

    private static final String REMEDY =
            "render anew, with kubectl 1.25 or later on the PATH: mvn -pl src/ship -am test -Dupdate -Dtest=RenderingTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";

    @ParameterizedTest
    @EnumSource
    void the_kept_rendering_is_of_the_files_as_they_are(Kustomize overlay) throws IOException {
        Optional<String> rendered = overlay.render();
        if (Repository.UPDATE && rendered.isPresent()) {
            Files.writeString(overlay.kept(), overlay.title() + rendered.get());
        }
        assertThat(Repository.text(overlay.kept()).startsWith(overlay.title()))
                .as("%s is not of these files; %s", overlay.kept().getFileName(), REMEDY)
                .isTrue();
        if (rendered.isEmpty()) {
            System.out.println("kustomize: no kubectl 1.25 or later on the PATH; the kept rendering of " + overlay
                    + " was tested");
            return;
        }
        // Objects, not text: releases of kustomize differ in the order of keys.
        assertThat(overlay.objects().stream().collect(Collectors.toMap(RenderingTest::id, object -> object)))
                .as(REMEDY)
                .isEqualTo(Repository.yaml(rendered.get()).stream()
                        .collect(Collectors.toMap(RenderingTest::id, object -> object)));
    }

    private static String id(JsonNode object) {
        return object.at("/apiVersion").asText() + "/" + object.at("/kind").asText() + "/"
                + object.at("/metadata/name").asText();
    }
}
