package dev.securemcp.weather.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The areas that the US National Weather Service issues alerts for by two-letter code: the states, the District of
 * Columbia and the inhabited territories (USPS codes).
 */
public enum UsState {
    AL("Alabama"),
    AK("Alaska"),
    AZ("Arizona"),
    AR("Arkansas"),
    CA("California"),
    CO("Colorado"),
    CT("Connecticut"),
    DE("Delaware"),
    DC("District of Columbia"),
    FL("Florida"),
    GA("Georgia"),
    HI("Hawaii"),
    ID("Idaho"),
    IL("Illinois"),
    IN("Indiana"),
    IA("Iowa"),
    KS("Kansas"),
    KY("Kentucky"),
    LA("Louisiana"),
    ME("Maine"),
    MD("Maryland"),
    MA("Massachusetts"),
    MI("Michigan"),
    MN("Minnesota"),
    MS("Mississippi"),
    MO("Missouri"),
    MT("Montana"),
    NE("Nebraska"),
    NV("Nevada"),
    NH("New Hampshire"),
    NJ("New Jersey"),
    NM("New Mexico"),
    NY("New York"),
    NC("North Carolina"),
    ND("North Dakota"),
    OH("Ohio"),
    OK("Oklahoma"),
    OR("Oregon"),
    PA("Pennsylvania"),
    RI("Rhode Island"),
    SC("South Carolina"),
    SD("South Dakota"),
    TN("Tennessee"),
    TX("Texas"),
    UT("Utah"),
    VT("Vermont"),
    VA("Virginia"),
    WA("Washington"),
    WV("West Virginia"),
    WI("Wisconsin"),
    WY("Wyoming"),
    AS("American Samoa"),
    GU("Guam"),
    MP("Northern Mariana Islands"),
    PR("Puerto Rico"),
    VI("U.S. Virgin Islands");

    private final String title;

    UsState(String title) {
        this.title = title;
    }

    /** The English name. */
    public String title() {
        return title;
    }

    /**
     * Reads a two-letter code in any case, or a full name.
     *
     * @throws WeatherException INVALID, naming what is accepted
     */
    public static UsState of(String text) {
        return find(text)
                .orElseThrow(() -> new WeatherException(
                        WeatherException.Kind.INVALID,
                        "state '" + Wording.quotable(text)
                                + "' is not known: give a two-letter US state or territory code"
                                + " such as CA, NY or TX (all of them: resource weather://states)."));
    }

    /** Like {@link #of}, without an error. */
    public static Optional<UsState> find(String text) {
        String wanted = text.strip();
        return Arrays.stream(values())
                .filter(s -> s.name().equalsIgnoreCase(wanted) || s.title.equalsIgnoreCase(wanted))
                .findFirst();
    }

    /** Codes of the states whose code or name begins with the text, in order of their names. */
    public static List<String> codesStartingWith(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(s -> s.name().toLowerCase(Locale.ROOT).startsWith(wanted)
                        || s.title.toLowerCase(Locale.ROOT).startsWith(wanted))
                .map(UsState::name)
                .toList();
    }
}
