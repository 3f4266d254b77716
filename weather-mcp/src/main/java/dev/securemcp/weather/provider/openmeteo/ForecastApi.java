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

/** {@code /v1/forecast}; units are left at their defaults: °C, km/h, mm. */
@RegisterRestClient(configKey = "open-meteo")
@RegisterProvider(InFlightCapture.class)
@Produces("application/json")
@Path("/v1/forecast")
interface ForecastApi {

    @GET
    Response forecast(
            @QueryParam("latitude") String latitude,
            @QueryParam("longitude") String longitude,
            @QueryParam("timezone") String timezone,
            @QueryParam("current") @Nullable String current,
            @QueryParam("daily") @Nullable String daily,
            @QueryParam("hourly") @Nullable String hourly,
            @QueryParam("forecast_days") @Nullable Integer days,
            @QueryParam("forecast_hours") @Nullable Integer hours,
            @HeaderParam("If-None-Match") @Nullable String etag);
}
