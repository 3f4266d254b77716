package dev.securemcp.weather.forecast;

import java.util.List;

/** Places that are known without asking anybody, for completions. */
public interface PlaceCatalog {

    /** In a stable order, best known first. */
    List<Place> places();
}
