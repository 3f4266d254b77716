package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.DateTimeValue.Zone;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/** {@code TimeZoneInfo}: IANA names, and the Windows names that policies use most. */
final class ZoneMembers {

    private static final Map<String, String> WINDOWS = Map.ofEntries(
            Map.entry("UTC", "UTC"),
            Map.entry("GMT Standard Time", "Europe/London"),
            Map.entry("W. Europe Standard Time", "Europe/Berlin"),
            Map.entry("Central European Standard Time", "Europe/Warsaw"),
            Map.entry("Central Europe Standard Time", "Europe/Budapest"),
            Map.entry("Romance Standard Time", "Europe/Paris"),
            Map.entry("E. Europe Standard Time", "Europe/Chisinau"),
            Map.entry("FLE Standard Time", "Europe/Kyiv"),
            Map.entry("GTB Standard Time", "Europe/Bucharest"),
            Map.entry("Turkey Standard Time", "Europe/Istanbul"),
            Map.entry("Russian Standard Time", "Europe/Moscow"),
            Map.entry("Eastern Standard Time", "America/New_York"),
            Map.entry("Central Standard Time", "America/Chicago"),
            Map.entry("Mountain Standard Time", "America/Denver"),
            Map.entry("Pacific Standard Time", "America/Los_Angeles"),
            Map.entry("E. South America Standard Time", "America/Sao_Paulo"),
            Map.entry("India Standard Time", "Asia/Kolkata"),
            Map.entry("China Standard Time", "Asia/Shanghai"),
            Map.entry("Tokyo Standard Time", "Asia/Tokyo"),
            Map.entry("Korea Standard Time", "Asia/Seoul"),
            Map.entry("Singapore Standard Time", "Asia/Singapore"),
            Map.entry("Arabian Standard Time", "Asia/Dubai"),
            Map.entry("Israel Standard Time", "Asia/Jerusalem"),
            Map.entry("South Africa Standard Time", "Africa/Johannesburg"),
            Map.entry("AUS Eastern Standard Time", "Australia/Sydney"),
            Map.entry("New Zealand Standard Time", "Pacific/Auckland"));

    private ZoneMembers() {}

    static void fill(Members<TimeTypes.TimeZone> m) {
        TimeTypes.TimeZone utc = new TimeTypes.TimeZone(ZoneOffset.UTC);
        m.constant("TimeZoneInfo Utc", utc);
        m.constant("TimeZoneInfo Local", utc);
        m.staticMethod("TimeZoneInfo FindSystemTimeZoneById(string id)", (e, id) -> find(str(id)));
        m.staticMethod(
                "DateTime ConvertTimeFromUtc(DateTime dateTime, TimeZoneInfo destination)",
                (e, d, z) -> fromUtc((DateTimeValue) d, z));
        m.staticMethod(
                "DateTime ConvertTime(DateTime dateTime, TimeZoneInfo destination)",
                (e, d, z) -> fromUtc((DateTimeValue) d, z));
        m.staticMethod(
                "DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string id)",
                (e, d, id) -> fromUtc((DateTimeValue) d, find(str(id))));
        m.staticMethod(
                "DateTimeOffset ConvertTime(DateTimeOffset dateTime, TimeZoneInfo destination)",
                (e, d, z) -> ((OffsetDateTime) d)
                        .atZoneSameInstant(((TimeTypes.TimeZone) z).id())
                        .toOffsetDateTime());
        m.staticMethod("DateTime ConvertTimeToUtc(DateTime dateTime)", (e, d) -> ((DateTimeValue) d).as(Zone.UTC));
        m.staticMethod(
                "DateTime ConvertTimeToUtc(DateTime dateTime, TimeZoneInfo source)",
                (e, d, z) -> DateTimeValue.utc(((DateTimeValue) d)
                        .local()
                        .atZone(((TimeTypes.TimeZone) z).id())
                        .toInstant()));
        m.property("string Id", (e, z) -> z.id().getId());
        m.method(
                "TimeSpan GetUtcOffset(DateTime dateTime)",
                (e, z, d) -> Duration.ofSeconds(z.id().getRules()
                        .getOffset(((DateTimeValue) d).instant())
                        .getTotalSeconds()));
    }

    private static TimeTypes.TimeZone find(String id) {
        try {
            return new TimeTypes.TimeZone(ZoneId.of(WINDOWS.getOrDefault(id, id)));
        } catch (DateTimeException x) {
            throw Fail.of("TimeZoneNotFoundException", "there is no time zone '" + id + "'");
        }
    }

    private static DateTimeValue fromUtc(DateTimeValue date, Object zone) {
        return new DateTimeValue(
                date.instant().atZone(((TimeTypes.TimeZone) zone).id()).toLocalDateTime(), Zone.UNSPECIFIED);
    }
}
