package dev.securemcp.weather.provider.openmeteo;

import dev.securemcp.weather.provider.upstream.InFlightCapture;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** {@code /v1/search}. */
@RegisterRestClient(configKey = "open-meteo-geocoding")
@RegisterProvider(InFlightCapture.class)
@Produces("application/json")
@Path("/v1/search")
interface GeocodingApi {

    @GET
    Response search(
            @QueryParam("name") String name,
            @QueryParam("count") int count,
            @QueryParam("language") String language,
            @HeaderParam("If-None-Match") @Nullable String etag);
}
