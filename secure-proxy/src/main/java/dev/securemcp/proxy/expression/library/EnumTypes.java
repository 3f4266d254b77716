package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;

import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.EnumValue;

/** Enumerations: their members in the order of their numbers from 0, or {@code name=number}. */
final class EnumTypes {

    private EnumTypes() {}

    static void define(TypeTable table) {
        one(
                table,
                "StringComparison",
                "CurrentCulture CurrentCultureIgnoreCase InvariantCulture InvariantCultureIgnoreCase Ordinal OrdinalIgnoreCase");
        one(table, "StringSplitOptions", "None RemoveEmptyEntries TrimEntries");
        one(table, "Formatting", "None Indented");
        one(
                table,
                "JTokenType",
                "None Object Array Constructor Property Comment Integer Float String Boolean Null Undefined Date Raw Bytes Guid Uri TimeSpan");
        one(table, "NullValueHandling", "Include Ignore");
        one(table, "DateParseHandling", "None DateTime DateTimeOffset");
        one(table, "DayOfWeek", "Sunday Monday Tuesday Wednesday Thursday Friday Saturday");
        one(table, "DateTimeKind", "Unspecified Utc Local");
        one(
                table,
                "DateTimeStyles",
                "None=0 AllowLeadingWhite=1 AllowTrailingWhite=2 AllowInnerWhite=4 AllowWhiteSpaces=7 NoCurrentDateDefault=8 AdjustToUniversal=16 AssumeLocal=32 AssumeUniversal=64 RoundtripKind=128");
        one(
                table,
                "NumberStyles",
                "None=0 Integer=7 Number=111 Float=167 Any=511 HexNumber=515 AllowHexSpecifier=512 AllowDecimalPoint=32 AllowThousands=64 AllowLeadingSign=4");
        one(table, "MidpointRounding", "ToEven AwayFromZero");
        one(
                table,
                "RegexOptions",
                "None=0 IgnoreCase=1 Multiline=2 ExplicitCapture=4 Compiled=8 Singleline=16 IgnorePatternWhitespace=32 RightToLeft=64 ECMAScript=256 CultureInvariant=512");
        one(table, "UriKind", "RelativeOrAbsolute Absolute Relative");
        one(table, "UriPartial", "Scheme Authority Path Query");
        one(
                table,
                "UriComponents",
                "Scheme=1 Host=4 Port=8 Path=16 Query=32 Fragment=64 SchemeAndServer=13 HttpRequestUrl=61 PathAndQuery=48 AbsoluteUri=127");
        one(table, "UriFormat", "UriEscaped=1 Unescaped=2 SafeUnescaped=3");
        one(table, "Base64FormattingOptions", "None InsertLineBreaks");
        one(table, "SaveOptions", "None DisableFormatting OmitDuplicateNamespaces");
        one(table, "LoadOptions", "None PreserveWhitespace SetBaseUri=2 SetLineInfo=4");
        one(table, "CipherMode", "CBC=1 ECB=2 OFB=3 CFB=4 CTS=5");
        one(table, "PaddingMode", "None=1 PKCS7=2 Zeros=3 ANSIX923=4 ISO10126=5");
        one(table, "X509NameType", "SimpleName EmailName UpnName DnsName DnsFromAlternativeName UrlName");
        one(table, "X509FindType", "FindByThumbprint FindBySubjectName");
        one(table, "NormalizationForm", "FormC=1 FormD=2 FormKC=5 FormKD=6");
        one(
                table,
                "HttpStatusCode",
                "Continue=100 OK=200 Created=201 Accepted=202 NoContent=204 MovedPermanently=301 Found=302 SeeOther=303 NotModified=304 TemporaryRedirect=307 BadRequest=400 Unauthorized=401 PaymentRequired=402 Forbidden=403 NotFound=404 MethodNotAllowed=405 NotAcceptable=406 RequestTimeout=408 Conflict=409 Gone=410 PreconditionFailed=412 UnsupportedMediaType=415 InternalServerError=500 NotImplemented=501 BadGateway=502 ServiceUnavailable=503 GatewayTimeout=504");
    }

    private static void one(TypeTable table, String type, String members) {
        table.<EnumValue>value(type, EnumValue.class, NONE, m -> {
            int next = 0;
            for (String member : members.split(" ", -1)) {
                int equals = member.indexOf('=');
                String name = equals < 0 ? member : member.substring(0, equals);
                next = equals < 0 ? next : Integer.parseInt(member.substring(equals + 1));
                m.constant(type + " " + name, new EnumValue(type, name, next));
                next++;
            }
            m.method("bool HasFlag(" + type + " flag)", (e, value, flag) -> value.has(((EnumValue) flag).number()));
            m.method("string ToString()", (e, value) -> value.name());
        });
    }
}
