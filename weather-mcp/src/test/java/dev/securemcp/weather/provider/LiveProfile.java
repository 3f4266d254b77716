package dev.securemcp.weather.provider;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** The live provider against {@link Upstreams}. */
public class LiveProfile implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Upstreams.class));
    }
}
