package dev.securemcp.proxy;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

/** A room uses what is below it and never what is above it. */
@AnalyzeClasses(packages = "dev.securemcp.proxy", importOptions = DoNotIncludeTests.class)
class RoomsTest {

    /** Top floor first; rooms of one line share a floor and do not know each other. */
    private static final String[][] FLOORS = {
        {"launch"},
        {"portal", "admin"},
        {"gateway"},
        {"policy"},
        {"backend"},
        {"identity"},
        {"limits", "cache"},
        {"telemetry"},
        {"exchange"},
        {"expression", "schema"},
        {"mcp"},
        {"net", "store"},
        {"config"},
    };

    @ArchTest
    static final ArchRule arrowsGoDown = arrowsGoDown();

    @ArchTest
    static final ArchRule noRoomIsPartOfACircle =
            slices().matching("dev.securemcp.proxy.(*)..").should().beFreeOfCycles();

    private static ArchRule arrowsGoDown() {
        LayeredArchitecture rooms = Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true);
        for (String[] floor : FLOORS) {
            for (String room : floor) {
                rooms = rooms.layer(room).definedBy("dev.securemcp.proxy." + room + "..");
            }
        }
        for (int i = 0; i < FLOORS.length; i++) {
            for (String room : FLOORS[i]) {
                rooms = i == 0
                        ? rooms.whereLayer(room).mayNotBeAccessedByAnyLayer()
                        : rooms.whereLayer(room).mayOnlyBeAccessedByLayers(above(i));
            }
        }
        return rooms;
    }

    private static String[] above(int floor) {
        return java.util.Arrays.stream(FLOORS, 0, floor)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}
