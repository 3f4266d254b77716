package dev.securemcp.weather.provider.nws;

import dev.securemcp.weather.provider.upstream.InFlightCapture;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The part of api.weather.gov that is used. GeoJSON, the default form of that service. */
@RegisterRestClient(configKey = "nws")
@RegisterProvider(InFlightCapture.class)
@Produces("application/geo+json")
@Path("")
interface NwsApi {

    @GET
    @Path("/alerts/active/area/{state}")
    Response alerts(@PathParam("state") String state, @HeaderParam("If-None-Match") @Nullable String etag);

    /**
     * The grid cell of a point.
     *
     * @param point latitude,longitude with at most four decimals and no trailing zeros, else the answer is a redirect
     */
    @GET
    @Path("/points/{point}")
    Response point(@Encoded @PathParam("point") String point, @HeaderParam("If-None-Match") @Nullable String etag);

    /**
     * Days and nights of a grid cell.
     *
     * @param grid column,row
     */
    @GET
    @Path("/gridpoints/{office}/{grid}/forecast")
    Response forecast(
            @PathParam("office") String office,
            @Encoded @PathParam("grid") String grid,
            @HeaderParam("If-None-Match") @Nullable String etag);

    /**
     * Hours of a grid cell.
     *
     * @param grid column,row
     */
    @GET
    @Path("/gridpoints/{office}/{grid}/forecast/hourly")
    Response hourly(
            @PathParam("office") String office,
            @Encoded @PathParam("grid") String grid,
            @HeaderParam("If-None-Match") @Nullable String etag);
}
